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
    private readonly Func<string, string> _command;

    private BuildSystem(string name, string variable, Func<string, string> command)
    {
        Name = name;
        _variable = variable;
        _command = command;
    }

    /// <summary>
    /// GitHub Actions (https://docs.github.com/actions/reference/workflow-commands-for-github-actions: masking a value; actions/toolkit:
    /// packages/core/src/command.ts, escapeData).
    /// </summary>
    public static BuildSystem GitHubActions { get; } = new("GitHub Actions", "GITHUB_ACTIONS", static text =>
        "::add-mask::" + text.Replace("%", "%25"));

    /// <summary>
    /// Azure Pipelines (https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands: task.setsecret;
    /// microsoft/azure-pipelines-task-lib:node/taskcommand.ts, escapedata).
    /// </summary>
    public static BuildSystem AzurePipelines { get; } = new("Azure Pipelines", "TF_BUILD", static text =>
        "##vso[task.setsecret]" + text.Replace("%", "%AZP25"));

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
        ExactForms.Of(SecureText.Reveal(secret)).Select(_command).ToList();
}
