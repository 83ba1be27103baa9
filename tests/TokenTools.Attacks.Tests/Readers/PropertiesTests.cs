using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Support;
using Xunit;

namespace TokenTools.Attacks.Tests.Readers;

/// <summary>A file of install4j variables has no other names and no other values than those that were given.</summary>
[Collection(nameof(InstallerForms))]
public sealed class PropertiesTests(InstallerForms forms)
{
    private const string Reader = """
        import java.io.*;
        import java.nio.charset.StandardCharsets;
        import java.util.*;

        public class ReadProperties {
            public static void main(String[] files) throws Exception {
                PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8");
                for (String file : files) {
                    Properties bytes = new Properties();
                    try (InputStream in = new FileInputStream(file)) {
                        bytes.load(in);
                    }
                    Properties text = new Properties();
                    try (Reader in = new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8)) {
                        text.load(in);
                    }
                    if (!bytes.equals(text)) {
                        throw new Exception(file + " depends on the encoding");
                    }
                    for (String name : new TreeSet<>(bytes.stringPropertyNames())) {
                        out.print(name + "=" + bytes.getProperty(name) + "\0");
                    }
                }
                out.flush();
            }
        }
        """;

    [ProgramFact("javac", "-version")]
    public async Task Java_AnyValue_ReadsTheGivenVariables()
    {
        var folder = forms.CreateFolder();
        var files = forms.ConvertHostileValues("ResponseFile");
        var source = Path.Combine(folder, "ReadProperties.java");
        await File.WriteAllTextAsync(source, Reader);

        var read = await ExternalProgram.ReadAsync("java", ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", source, .. files.Select(static file => file.Path)]);

        Assert.Equal(HostileValues.Pairs.SelectMany(Expected), read.Split('\0')[..^1]);
    }

    private static IEnumerable<string> Expected((string Setting, string Secret) pair) =>
    [
        "atomName=a", "installToken=" + InstallerForms.Token, "localPath=" + pair.Setting.Trim(), "proxyPassword=" + pair.Secret, "proxyUser=me",
    ];
}
