using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading;
using TokenTools.Attacks.Tests.Support;

namespace TokenTools.Fuzz;

/// <summary>Mutated inputs to one parser, for a time.</summary>
internal sealed class FuzzRun
{
    private const int BatchSize = 500;

    private readonly FuzzTarget _target;
    private readonly Dictionary<string, string> _untyped = new(StringComparer.Ordinal);
    private TimeSpan _elapsed;
    private TimeSpan _slowest;
    private int _inputs;
    private int _rejected;
    private int _untypedCount;

    // The inputs under way, for the server that answers with them.
    private string[] _texts = [];
    private int _next = -1;

    private FuzzRun(FuzzTarget target) => _target = target;

    /// <summary>The names of the figures.</summary>
    public static string FigureNames =>
        "| parser | inputs | inputs/s | rejected | slowest of 500 | untyped exceptions |\n|---|--:|--:|--:|--:|--:|";

    /// <summary>The figures on one line.</summary>
    public string Figures => string.Create(
        CultureInfo.InvariantCulture,
        $"| {_target.Name} | {_inputs:N0} | {_inputs / _elapsed.TotalSeconds:N0} | {100.0 * _rejected / Math.Max(1, _inputs):F0} % | ") +
        string.Create(CultureInfo.InvariantCulture, $"{_slowest.TotalSeconds:F1} s | {_untypedCount} |");

    /// <summary>One input for each kind of untyped exception.</summary>
    public IReadOnlyDictionary<string, string> Untyped => _untyped;

    public static FuzzRun Execute(FuzzTarget target, TimeSpan time, int seed)
    {
        var run = new FuzzRun(target);
        using var session = new PowerShellSession();
        using var server = target.Serve(() => run._texts[Math.Min(Interlocked.Increment(ref run._next), run._texts.Length - 1)]);
        session.Set("Uri", server?.Uri.AbsoluteUri);
        session.Set("WarningPreference", "Ignore");
        if (target.Connect is { } connect)
        {
            session.Run(connect, server!.Uri.AbsoluteUri);
        }

        var mutator = new Mutator(target.Seeds, seed);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            var began = watch.Elapsed;
            run.AddBatch(session, Enumerable.Range(0, BatchSize).Select(_ => mutator.Next()).ToArray());
            var taken = watch.Elapsed - began;
            run._slowest = taken > run._slowest ? taken : run._slowest;
        }

        run._elapsed = watch.Elapsed;
        return run;
    }

    private void AddBatch(PowerShellSession session, string[] texts)
    {
        var errors = Run(session, texts);
        _inputs += texts.Length;
        _rejected += errors.Count;
        if (errors.All(static error => IsTyped(error.Exception)))
        {
            return;
        }

        // One after the other: which input was it?
        foreach (var text in texts)
        {
            foreach (var error in Run(session, [text]).Where(static error => !IsTyped(error.Exception)))
            {
                _untypedCount++;
                _untyped.TryAdd(
                    error.FullyQualifiedErrorId + " " + error.Exception.GetType().FullName,
                    Convert.ToBase64String(Encoding.Unicode.GetBytes(text)) + " " + error.Exception.Message);
            }
        }
    }

    private List<ErrorRecord> Run(PowerShellSession session, string[] texts)
    {
        (_texts, _next) = (texts, -1);
        var batch = session.Run("param($texts)\n" + _target.Script, [texts]);
        if (batch.Terminating is { } ended)
        {
            throw new InvalidOperationException(_target.Name + " ends the session's loop", ended);
        }

        return [.. batch.Output.Select(static item => Error(item.BaseObject)).Concat(batch.Errors).OfType<ErrorRecord>().Distinct()];
    }

    private static ErrorRecord? Error(object item) => item as ErrorRecord ?? (item as IContainsErrorRecord)?.ErrorRecord;

    // The binder wraps what a parameter's transformation throws.
    private static bool IsTyped(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            for (var type = error.GetType(); type is not null; type = type.BaseType)
            {
                if (type.FullName == "TokenTools.TokenException")
                {
                    return true;
                }
            }
        }

        return false;
    }
}
