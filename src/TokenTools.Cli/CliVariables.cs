namespace TokenTools.Cli;

/// <summary>Environment variables of secrets that belong to no connection.</summary>
internal static class CliVariables
{
    public const string Password = "TOKENTOOLS_PASSWORD";
    public const string Token = "TOKENTOOLS_TOKEN";
    public const string Secret = "TOKENTOOLS_SECRET";
}
