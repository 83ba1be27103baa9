using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace TokenTools.Core.Mutation;

/// <summary>
/// Runs the tests against the mutants in the assembly that Stryker has made: for each mutant only the tests that reach it, the shortest
/// first, up to the first that fails. Stryker's runners run all of them, after they have found all tests again.
/// </summary>
internal static class MutantRunner
{
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;

    private static readonly Type Control =
        typeof(TokenException).Assembly.GetTypes().Single(static type => type.Name == "MutantControl");
    private static readonly FieldInfo ActiveField = Control.GetField("ActiveMutant", Static)!;
    private static readonly FieldInfo CaptureField = Control.GetField("CaptureCoverage", Static)!;

    private static StreamWriter? _results;
    private static volatile Running? _running;

    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["coverage", var file, .. var excluded]:
                await CoverAsync(file, excluded);
                return 0;
            case ["run", var coverage, var ids, var results]:
                return await MutateAsync(Read(coverage), File.ReadAllText(ids).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                    .Select(int.Parse).ToArray(), results, cold: false);
            case ["cold", var coverage, var id, var results]:
                return await MutateAsync(Read(coverage), [int.Parse(id)], results, cold: true);
            default:
                Console.Error.WriteLine("coverage FILE [EXCLUDED...] | run COVERAGE IDS RESULTS | cold COVERAGE ID RESULTS");
                return 2;
        }
    }

    private static Coverage Read(string file) => JsonSerializer.Deserialize<Coverage>(File.ReadAllText(file))!;

    private static async Task CoverAsync(string file, string[] excluded)
    {
        ActiveField.SetValue(null, -1);
        CaptureField.SetValue(null, true);
        InitializeTypes(typeof(TokenException).Assembly);
        var initializers = Covered();
        InitializeTypes(typeof(MutantRunner).Assembly);
        var tests = await FindAsync(excluded);
        initializers.UnionWith(Covered());
        var coverage = new Coverage { Fixed = [.. initializers.Order()] };
        foreach (var test in tests)
        {
            _ = Covered();
            var error = await test.RunAsync();
            var mutants = Covered();
            if (error is not null)
            {
                Console.WriteLine("fails without a mutant: " + test.Name + ": " + error.Message.Split('\n')[0]);
                continue;
            }

            coverage.Tests.Add(new CoveredTest { Name = test.Name, Mutants = [.. mutants.Order()] });
        }

        CaptureField.SetValue(null, false);
        var byName = coverage.Tests.ToDictionary(static test => test.Name, StringComparer.Ordinal);
        foreach (var test in tests.Where(test => byName.ContainsKey(test.Name)))
        {
            var start = Process.GetCurrentProcess().TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            if (await test.RunAsync() is { } error)
            {
                Console.WriteLine("fails the second time: " + test.Name + ": " + error.Message.Split('\n')[0]);
                coverage.Tests.Remove(byName[test.Name]);
            }

            byName[test.Name].Milliseconds = (int)clock.ElapsedMilliseconds;
            byName[test.Name].Cpu = (int)(Process.GetCurrentProcess().TotalProcessorTime - start).TotalMilliseconds;
        }

        File.WriteAllText(file, JsonSerializer.Serialize(coverage));
        Console.WriteLine($"{coverage.Tests.Count} tests, {coverage.Tests.Sum(static test => test.Cpu)} ms of processor time, "
            + $"{coverage.Fixed.Length} mutants reached by initializers");
    }

    private static async Task<int> MutateAsync(Coverage coverage, int[] ids, string results, bool cold)
    {
        var known = File.Exists(results) ? File.ReadAllLines(results) : [];
        // Those that an initializer reaches have such a result, and are run again in a process of their own.
        var done = cold ? [] : known.Where(static line => line.Split(' ')[1] is not ("started" or "Again"))
            .Select(static line => int.Parse(line.Split(' ')[0])).ToHashSet();
        _results = new StreamWriter(results, append: true) { AutoFlush = true };
        if (known is [.., var last] && last.EndsWith(" started", StringComparison.Ordinal) && !cold)
        {
            // For example because its stack was full.
            _results.WriteLine(last.Replace("started", "Killed the process ended", StringComparison.Ordinal));
            done.Add(int.Parse(last.Split(' ')[0]));
        }

        ActiveField.SetValue(null, cold ? ids[0] : -1);
        if (!cold)
        {
            InitializeTypes(typeof(TokenException).Assembly);
            InitializeTypes(typeof(MutantRunner).Assembly);
        }

        new Thread(Watch) { IsBackground = true }.Start();
        var tests = (await FindAsync([])).ToDictionary(static test => test.Name, StringComparer.Ordinal);
        var fixedIds = coverage.Fixed.ToHashSet();
        foreach (var id in ids.Where(id => !done.Contains(id)))
        {
            // What an initializer reaches can change any test. -1 is for none of them.
            var reaching = coverage.Tests
                .Where(test => (cold && (id < 0 || fixedIds.Contains(id))) || Array.BinarySearch(test.Mutants, id) >= 0)
                .OrderBy(static test => test.Cpu + (test.Milliseconds / 10)).ToList();
            if (reaching.Count == 0)
            {
                _results.WriteLine($"{id} {(fixedIds.Contains(id) ? "Initializer" : "NoCoverage")}");
                continue;
            }

            _results.WriteLine($"{id} started");
            ActiveField.SetValue(null, id);
            string? outcome = null;
            foreach (var test in reaching)
            {
                _running = new Running(id, test, Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
                var error = tests.TryGetValue(test.Name, out var found)
                    ? await found.RunAsync()
                    : new InvalidOperationException("No data.");
                _running = null;
                if (error is not null)
                {
                    outcome = "Killed " + test.Name;
                    ActiveField.SetValue(null, -1);
                    _running = new Running(id, test, Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
                    var isClean = cold || await tests[test.Name].RunAsync() is null;
                    _running = null;
                    if (!isClean)
                    {
                        // Something is left in the process, of this mutant or of another: again, in a new one.
                        var isFirst = !known.Contains($"{id} Again");
                        _results.WriteLine(isFirst ? $"{id} Again" : $"{id} {outcome}");
                        return 3;
                    }

                    break;
                }
            }

            _results.WriteLine($"{id} {outcome ?? $"{(fixedIds.Contains(id) && !cold ? "Initializer" : "Survived")} of {reaching.Count}"}");
        }

        return 0;
    }

    // An endless loop ends the process; the next one goes on behind it.
    private static void Watch()
    {
        while (true)
        {
            Thread.Sleep(100);
            if (_running is not { } running)
            {
                continue;
            }

            var cpu = (Process.GetCurrentProcess().TotalProcessorTime - running.Cpu).TotalMilliseconds;
            var time = running.Clock.ElapsedMilliseconds;
            if (cpu > 5000 + (10 * running.Test.Cpu) || time > 30_000 + (20 * running.Test.Milliseconds))
            {
                if (ReferenceEquals(_running, running))
                {
                    _results!.WriteLine($"{running.Id} Timeout {running.Test.Name} "
                        + $"cpu {cpu:0} ms of {running.Test.Cpu}, time {time} ms of {running.Test.Milliseconds}");
                    Process.GetCurrentProcess().Kill();
                }
            }
        }
    }

    private static HashSet<int> Covered() =>
        [.. ((IList<int>[])Control.GetMethod("GetCoverageData", Static)!.Invoke(null, null)!).SelectMany(static ids => ids)];

    private static void InitializeTypes(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(static type => !type.ContainsGenericParameters && type.Name != "MutantControl"))
        {
            try
            {
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }
            catch (TypeInitializationException)
            {
                // A mutant, or a type of another system.
            }
        }
    }

    private static async Task<List<Test>> FindAsync(string[] excluded)
    {
        var tests = new List<Test>();
        var tracker = new DisposalTracker();
        foreach (var type in typeof(MutantRunner).Assembly.GetTypes().Where(static type => type is { IsPublic: true, IsAbstract: false }))
        {
            foreach (var method in type.GetMethods())
            {
                var name = type.Name + "." + method.Name;
                if (method.GetCustomAttribute<FactAttribute>() is not { Skip: null }
                    || excluded.Any(part => name.Contains(part, StringComparison.Ordinal)))
                {
                    continue;
                }

                var sources = method.GetCustomAttributes<DataAttribute>().ToArray();
                if (sources.Length == 0)
                {
                    tests.Add(new Test(name, type, method, static () => new ValueTask<object?[]>([])));
                    continue;
                }

                for (var s = 0; s < sources.Length; s++)
                {
                    var source = sources[s];
                    IReadOnlyCollection<ITheoryDataRow> rows;
                    try
                    {
                        rows = await RowsAsync(source, method, tracker);
                    }
                    catch (Exception)
                    {
                        // A mutant.
                        rows = [];
                        tests.Add(new Test($"{name}#{s}.0", type, method, () => throw new InvalidOperationException("No data.")));
                    }

                    for (var r = 0; r < rows.Count; r++)
                    {
                        var index = r;
                        var row = rows.ElementAt(r);
                        var arguments = row.GetData();
                        // A test may dispose of what it gets.
                        var isPlain = arguments.All(static value =>
                            value is null or IConvertible or Type or string[] or int[] or byte[] or TimeSpan);
                        tests.Add(new Test($"{name}#{s}.{r}", type, method, isPlain
                            ? () => new ValueTask<object?[]>(arguments)
                            : async () => (await RowsAsync(source, method, tracker)).ElementAt(index).GetData()));
                    }
                }
            }
        }

        return tests;
    }

    // The attribute itself returns no rows of a member that creates new ones each time.
    private static async Task<IReadOnlyCollection<ITheoryDataRow>> RowsAsync(
        DataAttribute source, MethodInfo method, DisposalTracker tracker)
    {
        if (source is not MemberDataAttribute data)
        {
            return await source.GetData(method, tracker);
        }

        var value = (data.MemberType ?? method.ReflectedType!).GetMember(data.MemberName, Static | BindingFlags.FlattenHierarchy)[0] switch
        {
            PropertyInfo property => property.GetValue(null),
            FieldInfo field => field.GetValue(null),
            MethodInfo rows => rows.Invoke(null, data.Arguments),
            _ => null,
        };
        return [.. ((IEnumerable)value!).Cast<object>().Select(static row => row as ITheoryDataRow ?? new TheoryDataRow((object?[])row))];
    }

    private sealed class Coverage
    {
        public int[] Fixed { get; set; } = [];

        public List<CoveredTest> Tests { get; set; } = [];
    }

    private sealed class CoveredTest
    {
        public string Name { get; set; } = string.Empty;

        public int Milliseconds { get; set; }

        public int Cpu { get; set; }

        public int[] Mutants { get; set; } = [];
    }

    private sealed record Running(int Id, CoveredTest Test, TimeSpan Cpu, Stopwatch Clock);

    private sealed record Test(string Name, Type Type, MethodInfo Method, Func<ValueTask<object?[]>> Arguments)
    {
        public Task<Exception?> RunAsync() => Task.Run(RunOnceAsync);

        private async Task<Exception?> RunOnceAsync()
        {
            object? instance = null;
            try
            {
                var given = await Arguments();
                var parameters = Method.GetParameters();
                var arguments = new object?[parameters.Length];
                for (var i = 0; i < arguments.Length; i++)
                {
                    arguments[i] = i == parameters.Length - 1 && parameters[i].IsDefined(typeof(ParamArrayAttribute))
                            && !(given.Length == parameters.Length && given[i] is Array)
                        ? ToArray(parameters[i].ParameterType.GetElementType()!, given.Skip(i).ToArray())
                        : i < given.Length ? given[i] : Type.Missing;
                }

                instance = Method.IsStatic ? null : Activator.CreateInstance(Type);
                const BindingFlags Flags = BindingFlags.DoNotWrapExceptions | BindingFlags.OptionalParamBinding;
                var result = Method.Invoke(instance, Flags, null, arguments, null);
                await (result switch { Task task => task, ValueTask task => task.AsTask(), _ => Task.CompletedTask });
                return null;
            }
            catch (Exception error) when (!error.Message.StartsWith("$XunitDynamicSkip$", StringComparison.Ordinal))
            {
                return error;
            }
            catch (Exception)
            {
                return null;
            }
            finally
            {
                try
                {
                    (instance as IDisposable)?.Dispose();
                }
                catch (Exception)
                {
                    // Of a test that has failed already.
                }
            }
        }

        private static Array ToArray(Type type, object?[] values)
        {
            var array = Array.CreateInstance(type, values.Length);
            values.CopyTo(array, 0);
            return array;
        }
    }
}
