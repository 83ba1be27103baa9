namespace TokenTools.Boomi.Objects;

/// <summary>A runtime did not become ONLINE, or there are several with its name.</summary>
public sealed class BoomiRuntimeException : TokenException
{
    internal BoomiRuntimeException(string errorId, BoomiRuntime? runtime, params object?[] arguments)
        : base(new MessageText(errorId, arguments)) => Runtime = runtime;

    /// <inheritdoc/>
    public override bool NeverApplied => true;

    /// <summary>The runtime as it was last; null if there is none, or more than one.</summary>
    public BoomiRuntime? Runtime { get; }
}
