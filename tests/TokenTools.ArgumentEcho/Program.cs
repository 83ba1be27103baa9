using System;
using System.IO;
using System.Linq;

// Writes its arguments, one a line between brackets, to the file that TOKENTOOLS_ECHO_FILE names.
File.WriteAllLines(Environment.GetEnvironmentVariable("TOKENTOOLS_ECHO_FILE")!, args.Select(static argument => "[" + argument + "]"));
