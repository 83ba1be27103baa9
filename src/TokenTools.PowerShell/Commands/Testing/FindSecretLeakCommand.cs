using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using TokenTools.PowerShell.Leaks;
using TokenTools.Security;
using TokenTools.Security.Redaction;

namespace TokenTools.PowerShell.Commands.Testing;

/// <summary>Runs a script block and finds each place where a secret turned up, plain or encoded, without showing the secret.</summary>
[Cmdlet(VerbsCommon.Find, "SecretLeak", HelpUri = HelpPages.Folder + "Find-SecretLeak.md")]
[OutputType(typeof(SecretLeak))]
public sealed class FindSecretLeakCommand : TokenCommand
{
    // Pester's folder for the files of a test.
    private const string TestDrive = "TestDrive";

    /// <summary>
    /// What to run, in a session of its own, with the variables, functions and modules of this session that it uses. Connections of this
    /// session are not used by default: connect in the script block, or specify -Connection there.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = HelpMessages.LeakScript)]
    [NotText(nameof(ScriptBlock), MessageName = nameof(ModuleMessages.TextNotScriptBlock))]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>
    /// The secrets: tokens, text, SecureStrings or credentials; or a script block that returns them, which runs in the same session after
    /// the other one, for secrets that are created there.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = HelpMessages.LeakSecret)]
    [MaskedInput]
    public object Secret { get; set; } = null!;

    /// <summary>
    /// The folders whose files are watched, with their subfolders: by default, the current folder and, in Pester, TestDrive. The run has a
    /// folder for temporary files of its own, which is always watched.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Files that may contain the secret, with wildcards, such as the one that the script block is to write.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? AllowedPath { get; set; }

    /// <summary>Accepts that the script block has no access to the secret as far as that is known.</summary>
    [Parameter]
    public SwitchParameter AllowUnused { get; set; }

    /// <summary>The session whose variables and functions the script block uses; the caller's by default.</summary>
    [Parameter]
    [ValidateNotNull]
    [NotText(nameof(SessionState), MessageName = nameof(ModuleMessages.TextNotSession))]
    public new SessionState? SessionState { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Required("Secret", () =>
    {
        var scope = new LeakScope(SessionState ?? base.SessionState, ScriptBlock);
        var location = base.SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        using var run = new LeakRun(scope, location, Folders(location), IsAllowed(), Cancellation.Token);
        run.Run();
        var bound = MaskedInput.Value(Secret);
        var secrets = LeakSecrets.Of(bound is ScriptBlock created ? run.Evaluate(created) : bound).ToList();
        if (secrets.Count == 0)
        {
            throw ModuleText.ArgumentError(nameof(Secret), nameof(ModuleMessages.LeakNoSecret));
        }

        if (!secrets.TrueForAll(SecretParts.CanFind))
        {
            throw ModuleText.ArgumentError(nameof(Secret), nameof(ModuleMessages.LeakSecretTooShort));
        }

        Report(run, scope, secrets, isCreated: bound is ScriptBlock);
        return true;
    });

    private void Report(LeakRun run, LeakScope scope, List<SecureString> secrets, bool isCreated)
    {
        var search = new LeakSearch(secrets);
        foreach (var (place, content) in run.Records)
        {
            search.Search(place, content);
        }

        var texts = secrets.ConvertAll(SecureText.Reveal);
        var isLive = isCreated || search.Leaks.Count > 0
            || LeakSecrets.Contains(scope.Script, texts)
            || scope.Variables.Values.Any(value => LeakSecrets.Contains(value, texts));
        if (!isLive && !AllowUnused)
        {
            throw ModuleText.ArgumentError(nameof(Secret), nameof(ModuleMessages.LeakSecretUnused));
        }

        if (run.Error is { } error)
        {
            WriteWarning(ModuleText.Format(
                nameof(ModuleMessages.LeakScriptFailed), DisplayText.Cleaned(new Redactor([.. secrets]).Redact(error.Message))));
        }

        if (run.HasMissedChanges)
        {
            WriteWarning(ModuleText.Format(nameof(ModuleMessages.LeakMissedChanges)));
        }

        if (!run.HasModuleLog)
        {
            WriteVerbose(ModuleText.Format(nameof(ModuleMessages.LeakNoModuleLog)));
        }

        if (run.HasMoreLinkedFiles)
        {
            WriteVerbose(ModuleText.Format(nameof(ModuleMessages.LeakMoreLinkedFiles), FolderScan.MostLinkedFiles));
        }

        if (!ProcessWatcher.IsSupported)
        {
            WriteVerbose(ModuleText.Format(nameof(ModuleMessages.LeakNoProcesses)));
        }

        WriteObject(search.Leaks, enumerateCollection: true);
    }

    private List<string> Folders(string location)
    {
        var folders = Path is null
            ? [
                location,
                .. base.SessionState.Drive.GetAll().Where(static drive => drive.Name == TestDrive).Select(static drive => drive.Root),
            ]
            : Path.Select(path => FileSystemPath(path, nameof(Path))).ToList();
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder))
            {
                throw new TokenArgumentException(
                    nameof(Path), nameof(Messages.InstallerFileNoFolder), DisplayText.Sanitize(folder), new SettingName(nameof(Path)));
            }
        }

        // One that is below another is watched with it.
        return folders.Select(static folder =>
                System.IO.Path.GetFullPath(folder).TrimEnd(System.IO.Path.DirectorySeparatorChar) + System.IO.Path.DirectorySeparatorChar)
            .Distinct().OrderBy(static folder => folder.Length).Aggregate(new List<string>(), static (kept, folder) =>
            {
                if (!kept.Exists(outer => folder.StartsWith(outer, StringComparison.Ordinal)))
                {
                    kept.Add(folder);
                }

                return kept;
            });
    }

    private Func<string, bool> IsAllowed()
    {
        var patterns = (AllowedPath ?? []).Select(path => new WildcardPattern(FileSystemPath(path, nameof(AllowedPath)))).ToList();
        return path => patterns.Exists(pattern => pattern.IsMatch(path));
    }
}
