using System;

namespace TokenTools.Benchmarks;

/// <summary>A benchmark that cannot run on this machine, because a program or library is missing.</summary>
/// <param name="message">What is missing.</param>
internal sealed class BenchmarkSkippedException(string message) : Exception(message);
