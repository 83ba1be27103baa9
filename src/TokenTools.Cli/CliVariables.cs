namespace TokenTools.Cli;

/// <summary>Environment variables with secrets that do not belong to a connection.</summary>
internal static class CliVariables
{
    public const string Password = "TOKENTOOLS_PASSWORD";
    public const string Token = "TOKENTOOLS_TOKEN";
    public const string Secret = "TOKENTOOLS_SECRET";
}
