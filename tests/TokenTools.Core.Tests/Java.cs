using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Core.Tests;

/// <summary>Java's own reader of properties, which installers built with install4j use.</summary>
internal static class Java
{
    private const string Reader = """
        import java.io.*;
        import java.nio.charset.StandardCharsets;
        import java.util.*;

        public class ReadProperties {
            public static void main(String[] files) throws Exception {
                PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8");
                for (String file : files) {
                    Properties properties = new Properties();
                    try (InputStream in = new FileInputStream(file)) {
                        properties.load(in);
                    }
                    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
                        out.print(name + "=" + properties.getProperty(name) + "\0");
                    }
                }
                out.flush();
            }
        }
        """;

    /// <summary>Null if Java can run a source file, otherwise the reason why it cannot.</summary>
    public static Lazy<string?> Missing { get; } = new(static () => ExternalTool.Missing("java", "--list-modules") ?? ExternalTool.Missing("javac", "-version"));

    /// <summary>The properties of each file in turn, sorted by name, as name=value.</summary>
    public static async Task<IReadOnlyList<string>> ReadPropertiesAsync(string folder, IEnumerable<string> files)
    {
        var source = Path.Combine(folder, "ReadProperties.java");
        await File.WriteAllTextAsync(source, Reader, new UTF8Encoding(false));
        var (exitCode, output) = await ExternalTool.RunAsync("java", ["-Dfile.encoding=UTF-8", source, .. files], []);
        Assert.True(exitCode == 0, output);
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries).ToList();
    }
}

/// <summary>A fact that requires a JDK; skipped with a reason if it is missing.</summary>
public sealed class JavaFactAttribute : FactAttribute
{
    public JavaFactAttribute() => Skip = Java.Missing.Value;
}
