using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace TokenTools.PowerShell.Leaks;

/// <summary>The host of a run: records what it is to show, and answers no prompt.</summary>
internal sealed class LeakHost(LeakRecorder recorder) : PSHost
{
    private readonly HostInterface _ui = new(recorder);

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override string Name => "TokenTools leak finder";

    /// <inheritdoc/>
    public override PSHostUserInterface UI => _ui;

    /// <inheritdoc/>
    public override Version Version { get; } = new(1, 0);

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode)
    {
    }

    private sealed class HostInterface(LeakRecorder recorder) : PSHostUserInterface
    {
        private const string Place = "Host";

        public override PSHostRawUserInterface RawUI { get; } = new HostScreen();

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
            throw Asked(caption, message);

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            recorder.Add("Prompt", caption + "\n" + message);
            return defaultChoice;
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
            throw Asked(caption, message);

        public override PSCredential PromptForCredential(
            string caption,
            string message,
            string userName,
            string targetName,
            PSCredentialTypes allowedCredentialTypes,
            PSCredentialUIOptions options) => throw Asked(caption, message);

        public override string ReadLine() => throw Asked(string.Empty, string.Empty);

        public override SecureString ReadLineAsSecureString() => throw Asked(string.Empty, string.Empty);

        public override void Write(string value) => recorder.Add(Place, value);

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => recorder.Add(Place, value);

        public override void WriteLine(string value) => recorder.Add(Place, value);

        public override void WriteErrorLine(string value) => recorder.Add(Place, value);

        public override void WriteDebugLine(string message) => recorder.Add(Place, message);

        public override void WriteVerboseLine(string message) => recorder.Add(Place, message);

        public override void WriteWarningLine(string message) => recorder.Add(Place, message);

        public override void WriteProgress(long sourceId, ProgressRecord record) => recorder.Add("Progress", record.ToString());

        private PSInvalidOperationException Asked(string caption, string message)
        {
            recorder.Add("Prompt", caption + "\n" + message);
            return new PSInvalidOperationException(ModuleText.Format(nameof(ModuleMessages.LeakPrompt)));
        }
    }

    // Views need a width.
    private sealed class HostScreen : PSHostRawUserInterface
    {
        public override ConsoleColor BackgroundColor { get; set; }

        public override ConsoleColor ForegroundColor { get; set; }

        public override Size BufferSize { get; set; } = new(500, 100);

        public override Coordinates CursorPosition { get; set; }

        public override int CursorSize { get; set; }

        public override bool KeyAvailable => false;

        public override Size MaxPhysicalWindowSize => BufferSize;

        public override Size MaxWindowSize => BufferSize;

        public override Coordinates WindowPosition { get; set; }

        public override Size WindowSize { get; set; } = new(500, 100);

        public override string WindowTitle { get; set; } = string.Empty;

        public override void FlushInputBuffer()
        {
        }

        public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException();

        public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException();

        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
        {
        }

        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents)
        {
        }

        public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
        {
        }
    }
}
