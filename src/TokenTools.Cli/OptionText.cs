namespace TokenTools.Cli;

/// <summary>Texts that the help of several options has in common.</summary>
internal static class OptionText
{
    /// <summary>The variable of each kind of token, which Core's tokens have as that of their consumer.</summary>
    public const string ConsumerVariables = "INSTALL_TOKEN for an installer token, GOODDATA_TOKEN for a token of GoodData.CN, "
        + "ONECLIENT_ACCESS_TOKEN for an access token of Onedata that is limited to Oneclient (the interface caveat oneclient), "
        + "ONEZONE_API_KEY for another one, TOKENTOOLS_INVITE_TOKEN for an invite token";
}
