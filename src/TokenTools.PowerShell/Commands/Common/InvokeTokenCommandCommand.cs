using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using TokenTools.Processes;

namespace TokenTools.PowerShell.Commands.Common;

/// <summary>Runs a command that gets secrets by environment variables, files or standard input, and masks them in its output.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TokenCommand", HelpUri = HelpPages.Folder + "Invoke-TokenCommand.md")]
[OutputType(typeof(string), typeof(byte[]))]
public sealed class InvokeTokenCommandCommand : TokenCommand
{
    // More lines are not read before the pipeline has taken these.
    private const int MostPendingLines = 1024;

    /// <summary>The program to run: its name, which is looked up as PowerShell does, or its path.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = HelpMessages.Command)]
    [ValidateNotNullOrEmpty]
    public string? Command { get; set; }

    /// <summary>
    /// The program's arguments, which every user of the machine can read: none of them may contain one of the secrets. Specify those that
    /// start with a dash after --, or as an array.
    /// </summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? ArgumentList { get; set; }

    /// <summary>
    /// Environment variables: a hashtable of names and secrets. A secret is a token or a key of any platform, a SecureString, a credential
    /// (its password) or text.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [Token]
    public object? Environment { get; set; }

    /// <summary>
    /// Environment variables, each of which names a temporary file with a secret that only you can read: a hashtable of names and secrets.
    /// The files are gone when the command has ended, even if it or PowerShell was killed: on Linux they have no name, elsewhere the next
    /// command removes them.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [Token]
    public object? File { get; set; }

    /// <summary>The secret that the program reads from standard input.</summary>
    [Parameter]
    [ValidateNotNull]
    [Token]
    public object? StandardInput { get; set; }

    /// <summary>Further secrets to mask in the output.</summary>
    [Parameter]
    [ValidateNotNull]
    [Token]
    public object? Secret { get; set; }

    /// <summary>
    /// Returns the output as one array of bytes, as it is: binary data is neither decoded nor masked. What the program writes to standard
    /// error is masked anyway.
    /// </summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // PowerShell reports only that it cannot bind the input, and then the command would run without its secret. At the start, the
        // command before this one has not issued a token yet.
        if (MyInvocation.ExpectingInput)
        {
            ThrowTerminatingError(ErrorRecords.From(
                ModuleText.ArgumentError(nameof(StandardInput), nameof(ModuleMessages.CommandReadsNoInput)), Command!));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => ForInput(Command!, () =>
    {
        var command = Spec().Build();
        WriteWarnings(command.Warnings);
        var code = Run(command);
        SessionState.PSVariable.Set("global:LASTEXITCODE", code);
        if (code != 0)
        {
            throw ModuleText.ArgumentError(nameof(Command), nameof(ModuleMessages.CommandFailed), code);
        }
    });

    private ChildCommandSpec Spec()
    {
        var spec = new ChildCommandSpec
        {
            Command = [Resolve(Command!), .. ArgumentList ?? []],
            StandardInput = StandardInput is null ? null : SecretValue.Of(Value(StandardInput), nameof(StandardInput)),
            IsOutputBinary = AsByteStream,
        };
        Read(Environment, nameof(Environment), spec.Environment);
        Read(File, nameof(File), spec.File);
        spec.Secret.AddRange(SecretVariables.Values());
        foreach (var secret in Value(Secret) is object?[] several ? several : Secret is null ? [] : [Value(Secret)])
        {
            spec.Secret.Add(SecretValue.Of(secret, nameof(Secret)));
        }

        return spec;
    }

    // What is bound has a mask as its text, because module logging writes it.
    private static object? Value(object? bound) => bound is TokenArgument argument ? argument.Value : bound;

    private static void Read(object? bound, string parameterName, List<KeyValuePair<string, SecureString>> secrets)
    {
        var variables = Value(bound) switch
        {
            null => new Hashtable(),
            IDictionary table => table,
            _ => throw ModuleText.ArgumentError(parameterName, nameof(ModuleMessages.SecretTableInvalid), new SettingName(parameterName)),
        };
        foreach (DictionaryEntry variable in variables)
        {
            secrets.Add(new(variable.Key as string ?? string.Empty, SecretValue.Of(variable.Value, parameterName)));
        }
    }

    // A relative path is relative to PowerShell's location, which is not the process's.
    private string Resolve(string name)
    {
        if (name.IndexOfAny(['/', '\\']) >= 0)
        {
            return FileSystemPath(name, nameof(Command));
        }

        return SessionState.InvokeCommand.GetCommand(name, CommandTypes.Application) is ApplicationInfo { Path: { } path } ? path : name;
    }

    private int Run(ChildCommand command)
    {
        using var lines = new BlockingCollection<(bool IsError, string Text)>(MostPendingLines);
        using var bytes = new MemoryStream();
        using var running = command.Start();
        var ended = Task.Run(async () =>
        {
            try
            {
                using var output = new LineStream(line => Add(lines, (false, line)));
                using var error = new LineStream(line => Add(lines, (true, line)));
                return await running.WaitAsync(AsByteStream ? bytes : output, error, Cancellation.Token).ConfigureAwait(false);
            }
            finally
            {
                lines.CompleteAdding();
            }
        });
        try
        {
            foreach (var (isError, text) in lines.GetConsumingEnumerable())
            {
                Write(isError, text);
            }
        }
        finally
        {
            // The pipeline has ended, for example by Select-Object -First.
            if (!ended.IsCompleted && !lines.IsCompleted)
            {
                Cancellation.Cancel();
                foreach (var _ in lines.GetConsumingEnumerable())
                {
                    // Lines that the pipeline does not take any more.
                }

                ((IAsyncResult)ended).AsyncWaitHandle.WaitOne();
            }
        }

        var code = ended.GetAwaiter().GetResult();
        if (Cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }

        if (AsByteStream)
        {
            WriteObject(bytes.ToArray());
        }

        return code;
    }

    private static void Add(BlockingCollection<(bool IsError, string Text)> lines, (bool IsError, string Text) line)
    {
        try
        {
            lines.Add(line);
        }
        catch (InvalidOperationException)
        {
            // What a background process still writes.
        }
    }

    // As Write-Host does: a program writes progress to standard error as well as errors.
    private void Write(bool isError, string text)
    {
        if (isError)
        {
            WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST", "StandardError"]);
        }
        else
        {
            WriteObject(text);
        }
    }
}
