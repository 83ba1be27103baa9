using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using TokenTools.Security.Redaction;

namespace TokenTools.Security;

/// <summary>A system that runs builds, masks registered texts in their logs, and reads its commands from their output.</summary>
internal sealed class BuildSystem
{
    private readonly string _variable;
    private readonly Func<string, string[]> _commands;

    private BuildSystem(string name, string variable, Func<string, string[]> commands)
    {
        Name = name;
        _variable = variable;
        _commands = commands;
    }

    /// <summary>
    /// GitHub Actions (https://docs.github.com/actions/reference/workflow-commands-for-github-actions: masking a value; actions/toolkit:
    /// packages/core/src/command.ts, escapeData).
    /// </summary>
    public static BuildSystem GitHubActions { get; } = new("GitHub Actions", "GITHUB_ACTIONS", static text =>
        ["::add-mask::" + text.Replace("%", "%25")]);

    /// <summary>
    /// Azure Pipelines (https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands: task.setsecret;
    /// microsoft/azure-pipelines-task-lib:node/taskcommand.ts, escapedata). Agents decode percent signs only if DECODE_PERCENTS is set, and
    /// older ones do not, so that the text is also masked as it is.
    /// </summary>
    public static BuildSystem AzurePipelines { get; } = new("Azure Pipelines", "TF_BUILD", static text =>
        new[] { text, text.Replace("%", "%AZP25") }.Distinct().Select(static data => "##vso[task.setsecret]" + data).ToArray());

    /// <summary>The system that runs this process; null for none.</summary>
    public static BuildSystem? Current => Array.Find(
        new[] { GitHubActions, AzurePipelines },
        static system => string.Equals(EnvironmentVariables.Text(system._variable), "true", StringComparison.OrdinalIgnoreCase));

    /// <summary>The system's name.</summary>
    public string Name { get; }

    /// <summary>
    /// The lines with which a secret and its derived forms are masked. They contain the secret: they must be written to the output of the
    /// build, before anything else that may contain it.
    /// </summary>
    /// <returns>No line for a text that is so short that it would make the log unreadable.</returns>
    public IReadOnlyList<string> MaskCommands(SecureString secret) =>
        ExactForms.Of(SecureText.Reveal(secret)).SelectMany(_commands).ToList();
}
