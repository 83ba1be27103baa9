using System;
using System.IO;
using System.Linq;
using TokenTools.Help;

// update: pages, MAML and topics from the assembly and the pages. check: says what is wrong, and fails if anything is.
if (args is not (["update" or "check", var root]))
{
    Console.Error.WriteLine("usage: TokenTools.Help update|check REPOSITORY");
    return 2;
}

var help = new HelpSources(Path.GetFullPath(root));
if (args[0] == "update")
{
    foreach (var file in help.Update())
    {
        Console.WriteLine("changed " + Path.GetRelativePath(help.Root, file));
    }
}

var problems = HelpCheck.All(help).ToList();
foreach (var problem in problems)
{
    Console.Error.WriteLine(problem);
}

return problems.Count == 0 ? 0 : 1;
