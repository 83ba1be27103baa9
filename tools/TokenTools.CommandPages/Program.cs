using System;
using System.IO;
using System.Linq;
using TokenTools.CommandPages;

// update: generates the files. check: fails if one of them is not what update would write.
if (args is not [("update" or "check") and var task, var root])
{
    Console.Error.WriteLine("usage: TokenTools.CommandPages update|check REPOSITORY");
    return 2;
}

var files = new GeneratedFiles(Path.GetFullPath(root), await CommandReference.ReadAsync());
if (task == "update")
{
    foreach (var file in files.Update())
    {
        Console.WriteLine("Changed: " + file);
    }
}

var problems = files.Check().ToList();
foreach (var problem in problems)
{
    Console.WriteLine(problem);
}

Console.WriteLine(problems.Count == 0 ? "The pages of the commands are complete." : "To do: " + problems.Count + ", listed above.");
return problems.Count == 0 || task == "update" ? 0 : 1;
