using System;
using System.IO;
using TokenTools.Package;

if (args is not [var root, var output])
{
    Console.Error.WriteLine("usage: TokenTools.Package REPOSITORY OUTPUT");
    return 2;
}

var (folder, package) = ModulePackage.Write(Path.GetFullPath(root), Path.GetFullPath(output));
Console.WriteLine(folder);
Console.WriteLine(package);
return 0;
