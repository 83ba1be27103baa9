namespace TokenTools.PowerShell;

/// <summary>Where the cmdlets' pages stand for Get-Help -Online: those of docs/en-US in the project's repository.</summary>
internal static class HelpPages
{
    /// <summary>What stands before a page's name.</summary>
    public const string Folder = "https://github.com/tokentools/tokentools/blob/main/docs/en-US/";
}
