namespace TokenTools.PowerShell;

/// <summary>The addresses that Get-Help -Online opens: the cmdlets' pages of docs/en-US in the project's repository.</summary>
internal static class HelpPages
{
    /// <summary>The address of the folder.</summary>
    public const string Folder = "https://github.com/tokentools/tokentools/blob/main/docs/en-US/";
}
