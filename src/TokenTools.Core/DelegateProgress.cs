using System;

namespace TokenTools;

/// <summary>Reports to a delegate on the thread that reports; <see cref="Progress{T}"/> would post to another one.</summary>
/// <typeparam name="T">The type of the reported values.</typeparam>
internal sealed class DelegateProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
