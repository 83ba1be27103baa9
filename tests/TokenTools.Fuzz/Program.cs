using System;
using System.Globalization;
using System.Linq;
using TokenTools.Fuzz;

// dotnet run -c Release --project tests/TokenTools.Fuzz [-- SECONDS [PARSER ...]]
// Exit code 1 if an input ends in an exception that is not TokenTools' own.
var seconds = args.Length > 0 && double.TryParse(args[0], CultureInfo.InvariantCulture, out var given) ? given : 10;
var names = args.Skip(1).ToList();
var unknown = names.Except(FuzzTarget.All.Select(static target => target.Name), StringComparer.OrdinalIgnoreCase).ToList();
if (unknown.Count > 0)
{
    var all = string.Join(", ", FuzzTarget.All.Select(static target => target.Name));
    Console.Error.WriteLine("Unknown: " + string.Join(", ", unknown) + ". Parsers: " + all);
    return 2;
}

var variable = Environment.GetEnvironmentVariable("TOKENTOOLS_FUZZ_SEED");
var seed = int.TryParse(variable, CultureInfo.InvariantCulture, out var number) ? number : 1;
var found = false;
Console.WriteLine(FuzzRun.FigureNames);
foreach (var target in FuzzTarget.All.Where(target => names.Count == 0 || names.Contains(target.Name, StringComparer.OrdinalIgnoreCase)))
{
    var run = FuzzRun.Execute(target, TimeSpan.FromSeconds(seconds), seed);
    Console.WriteLine(run.Figures);
    foreach (var (kind, input) in run.Untyped)
    {
        found = true;
        Console.WriteLine("    " + kind + ": UTF-16 as base64 " + input);
    }
}

return found ? 1 : 0;
