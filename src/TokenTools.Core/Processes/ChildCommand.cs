using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using TokenTools.Security;
using TokenTools.Security.Redaction;

namespace TokenTools.Processes;

/// <summary>A command that gets secrets, and can be started.</summary>
internal sealed class ChildCommand
{
    private readonly ChildCommandSpec _spec;
    private readonly SecretParts _secrets;

    internal ChildCommand(ChildCommandSpec spec, SecretParts secrets, IReadOnlyList<TokenWarning> warnings)
    {
        _spec = spec;
        _secrets = secrets;
        Warnings = warnings;
    }

    /// <summary>What the user should know before it starts.</summary>
    public IReadOnlyList<TokenWarning> Warnings { get; }

    /// <summary>Starts the command. The caller disposes of it after its end, and the files that were made for it are gone.</summary>
    /// <param name="inheritsOutput">Whether the command writes to the output of this process, unmasked.</param>
    /// <exception cref="TokenArgumentException">The command cannot be started, or a file cannot be created.</exception>
    public RunningCommand Start(bool inheritsOutput = false)
    {
        // The .NET Framework has no list of arguments. .NET parses the text by the same rules on every system.
        var start = new ProcessStartInfo(
            _spec.Command[0], string.Join(" ", _spec.Command.Skip(1).Select(CommandLineQuoting.Quote)))
        {
            UseShellExecute = false,
            CreateNoWindow = false,
            RedirectStandardOutput = !inheritsOutput,
            RedirectStandardError = true,
            RedirectStandardInput = _spec.StandardInput is not null,
        };
        var files = new List<SecretFile>();
        try
        {
            foreach (var variable in _spec.Environment)
            {
                start.Environment[variable.Key] = SecureText.Reveal(variable.Value);
            }

            foreach (var variable in _spec.File)
            {
                var file = new SecretFile(variable.Value);
                files.Add(file);
                start.Environment[variable.Key] = file.Path;
            }

            return new RunningCommand(start, _secrets, files)
            {
                StandardInput = _spec.StandardInput,
                IsOutputBinary = _spec.IsOutputBinary,
            };
        }
        catch
        {
            files.ForEach(static file => file.Dispose());
            throw;
        }
    }
}
