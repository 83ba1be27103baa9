using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace TokenTools.PowerShell.Leaks;

/// <summary>What a script block uses of the session that it was written in: variables, functions and modules.</summary>
internal sealed class LeakScope
{
    // The engine sets these itself in each session.
    private static readonly HashSet<string> Automatic = new(
        ["_", "PSItem", "args", "input", "this", "true", "false", "null", "Error", "PID", "HOME", "Host", "PSVersionTable", "PSScriptRoot",
            "PSCommandPath", "MyInvocation", "ExecutionContext", "StackTrace", "PWD", "PSCmdlet", "PSBoundParameters", "ErrorActionPreference",
            "VerbosePreference", "DebugPreference", "WarningPreference", "InformationPreference", "ProgressPreference", "IsLinux", "IsWindows",
            "IsMacOS", "IsCoreCLR", "PSHOME", "ShellId", "EnabledExperimentalFeatures", "PSEdition", "PSCulture", "PSUICulture", "Matches"],
        StringComparer.OrdinalIgnoreCase);

    private readonly SessionState _session;
    private readonly Dictionary<string, object?> _variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, FunctionInfo> _functions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PSModuleInfo> _modules = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="session">The session.</param>
    /// <param name="script">The script block.</param>
    public LeakScope(SessionState session, ScriptBlock script)
    {
        _session = session;
        Script = WithoutUsing(script.Ast);
        Add(script.Ast);
    }

    /// <summary>The script, in which $using:name is the variable itself.</summary>
    public string Script { get; }

    /// <summary>The values of the variables.</summary>
    public IReadOnlyDictionary<string, object?> Variables => _variables;

    /// <summary>A session that has the functions and modules, and the host.</summary>
    public Runspace CreateRunspace(LeakHost host)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule(_modules.Values.Select(ManifestOf).ToArray());
        foreach (var function in _functions.Values)
        {
            state.Commands.Add(new SessionStateFunctionEntry(function.Name, function.Definition));
        }

        var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        foreach (var variable in _variables)
        {
            runspace.SessionStateProxy.SetVariable(variable.Key, variable.Value);
        }

        return runspace;
    }

    private void Add(Ast ast)
    {
        foreach (var name in ast.FindAll(static node => node is VariableExpressionAst, searchNestedScriptBlocks: true)
            .Cast<VariableExpressionAst>().Select(static variable => Name(variable.VariablePath)).OfType<string>().Distinct())
        {
            if (!Automatic.Contains(name) && _session.PSVariable.Get(name) is { } variable)
            {
                _variables[name] = variable.Value;
            }
        }

        foreach (var name in ast.FindAll(static node => node is CommandAst, searchNestedScriptBlocks: true)
            .Cast<CommandAst>().Select(static command => command.GetCommandName()).OfType<string>().Distinct())
        {
            AddCommand(_session.InvokeCommand.GetCommand(name, CommandTypes.Alias | CommandTypes.Function | CommandTypes.Cmdlet));
        }
    }

    private void AddCommand(CommandInfo? command)
    {
        if (command is AliasInfo alias)
        {
            command = alias.ResolvedCommand;
        }

        if (command?.Module is { Path: { Length: > 0 } } module)
        {
            _modules[module.Path] = module;
        }
        else if (command is FunctionInfo function && !_functions.ContainsKey(function.Name))
        {
            _functions.Add(function.Name, function);
            Add(function.ScriptBlock.Ast);
        }
    }

    // The path of a module with a manifest is that of its assembly or script, which has no views.
    private static string ManifestOf(PSModuleInfo module)
    {
        var manifest = Path.Combine(module.ModuleBase, module.Name + ".psd1");
        return File.Exists(manifest) ? manifest : module.Path;
    }

    private static string? Name(VariablePath path)
    {
        const string Using = "using:";
        var name = path.UserPath;
        name = name.StartsWith(Using, StringComparison.OrdinalIgnoreCase) ? name.Substring(Using.Length) : name;
        var colon = name.IndexOf(':');
        return path.IsDriveQualified && !path.UserPath.StartsWith(Using, StringComparison.OrdinalIgnoreCase)
            ? null
            : name.Substring(colon + 1);
    }

    private static string WithoutUsing(Ast ast)
    {
        var body = ast is ScriptBlockAst block ? block : ((FunctionDefinitionAst)ast).Body;
        var text = body.Extent.Text;
        foreach (var variable in body.FindAll(static node => node is UsingExpressionAst, searchNestedScriptBlocks: true)
            .OrderByDescending(static node => node.Extent.StartOffset))
        {
            var start = variable.Extent.StartOffset - body.Extent.StartOffset;
            text = text.Remove(start, variable.Extent.Text.Length).Insert(start, variable.Extent.Text.Replace("using:", string.Empty));
        }

        // The extent of a script block that is an expression includes its braces.
        return text.StartsWith("{", StringComparison.Ordinal) && text.EndsWith("}", StringComparison.Ordinal)
            ? text.Substring(1, text.Length - 2)
            : text;
    }
}
