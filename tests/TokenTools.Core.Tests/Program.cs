using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

// TokenTools.Core.Tests RESULT [INCLUDED...]: runs the tests without a test platform, for Wine, where dotnet test can't
// run, and writes the outcome as JSON. Each name is the start of full names of tests. A test or class with the trait "Wine" is
// excluded for the reason that the trait gives. dotnet test doesn't come here.
var assembly = typeof(TokenTools.Core.Tests.ExternalTool).Assembly;
const string Wine = "Wine";
// Without the start or end of a test. Less than .ci/wine waits, so that a test that hangs has a name. In Wine, one that fails does not
// end: xunit never reports it.
var limit = TimeSpan.FromSeconds(60);
var included = args.Skip(1).ToList();
var options = new Options();
using var sink = new Sink();
using var framework = new XunitTestFramework(sink);
using var discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
discoverer.Find(includeSourceInformation: false, sink, options);
sink.Finished.WaitOne();
var named = sink.Cases.Where(test => included.Count == 0 || included.Exists(name => IsNamed(name, test))).ToList();
var cases = named.Where(static test => !test.Traits.ContainsKey(Wine)).ToList();
var excluded = named.Except(cases);

using var executor = framework.GetExecutor(assembly.GetName());
executor.RunTests(cases, sink, options);
while (!sink.Finished.WaitOne(TimeSpan.FromSeconds(1)))
{
    if (sink.Idle >= limit)
    {
        sink.Failures.AddRange(
            sink.Running().Select(name => FormattableString.Invariant($"{name} did not end, {limit.TotalSeconds} s after other tests")));
        break;
    }
}

// A name of no test is a mistake: the tests may have another name by now.
sink.Failures.AddRange(
    included.Where(name => !named.Exists(test => IsNamed(name, test))).Select(static name => "No test is named " + name));
var outcome = new
{
    sink.Passed,
    Failed = sink.Failures.Count,
    sink.Skipped,
    sink.Failures,
    Excluded = excluded.Select(static test =>
        test.TestMethod.TestClass.Class.Name.Split('.')[^1] + "." + test.TestMethod.Method.Name + ": " + test.Traits[Wine][0]).Distinct(),
};
var json = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
File.WriteAllText(args[0], JsonSerializer.Serialize(outcome, json));
// Also if a test still runs.
Environment.Exit(sink.Failures.Count > 0 ? 1 : 0);

static bool IsNamed(string start, ITestCase test) => test.DisplayName.StartsWith(start, StringComparison.Ordinal);

internal sealed class Sink : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    private readonly HashSet<string> _running = [];
    private long _last = Environment.TickCount64;

    public AutoResetEvent Finished { get; } = new(initialState: false);

    public List<ITestCase> Cases { get; } = [];

    public List<string> Failures { get; } = [];

    public TimeSpan Idle => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _last));

    public int Passed { get; private set; }

    public int Skipped { get; private set; }

    public bool OnMessage(IMessageSinkMessage message)
    {
        Volatile.Write(ref _last, Environment.TickCount64);
        lock (Cases)
        {
            switch (message)
            {
                case ITestCaseDiscoveryMessage found:
                    Cases.Add(found.TestCase);
                    break;
                case ITestStarting starting:
                    _running.Add(starting.Test.DisplayName);
                    break;
                case ITestFinished finished:
                    _running.Remove(finished.Test.DisplayName);
                    break;
                case ITestPassed:
                    Passed++;
                    break;
                case ITestSkipped:
                    Skipped++;
                    break;
                case ITestFailed failed:
                    Failures.Add(failed.Test.DisplayName + ": " + Describe(failed));
                    break;
                // An error outside of a test, such as in a class's clean-up, or of xunit itself.
                case IFailureInformation failure:
                    Failures.Add(Describe(failure));
                    break;
                case IDiscoveryCompleteMessage or ITestAssemblyFinished:
                    Finished.Set();
                    break;
            }
        }

        return true;
    }

    public IReadOnlyList<string> Running()
    {
        lock (Cases)
        {
            return [.. _running];
        }
    }

    public void Dispose() => Finished.Dispose();

    private static string Describe(IFailureInformation failure) =>
        string.Join(" < ", failure.Messages) + " " + string.Join(" < ", failure.StackTraces);
}

internal sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    private readonly Dictionary<string, object?> _values = [];

    public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out var value) ? (TValue)value! : default!;

    public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
}
