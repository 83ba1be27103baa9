using System;
using System.IO;
using System.Linq;
using TokenTools.Help;

// update: generates the files, lists missing prose, and succeeds. check: fails if anything is wrong or missing.
if (args is not [("update" or "check") and var task, var root])
{
    Console.Error.WriteLine("usage: TokenTools.Help update|check REPOSITORY");
    return 2;
}

try
{
    root = Path.GetFullPath(root);
    var help = new HelpSources(root, CmdletModel.ImportModule(Path.Combine(root, "TokenTools.psd1")));
    foreach (var file in task == "update" ? help.Update() : [])
    {
        Console.WriteLine("Changed: " + Path.GetRelativePath(root, file));
    }

    var problems = HelpCheck.All(help).ToList();
    foreach (var problem in problems)
    {
        Console.WriteLine(problem);
    }

    Console.WriteLine(problems.Count == 0 ? "The help is complete." : "To do: " + problems.Count + ", listed above.");
    return problems.Count == 0 || task == "update" ? 0 : 1;
}
catch (InvalidDataException invalid)
{
    Console.Error.WriteLine(invalid.Message);
    return 1;
}
