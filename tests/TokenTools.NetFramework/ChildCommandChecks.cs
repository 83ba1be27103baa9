using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Processes;

namespace TokenTools.NetFramework;

/// <summary>What Invoke-TokenCommand does: this program starts itself as a command that gets secrets.</summary>
internal static class ChildCommandChecks
{
    /// <summary>The first argument of this program when it is started as a command.</summary>
    public const string Argument = "child";

    private const string Variable = "TOKENTOOLS_CHECK";
    private const string Wait = "wait", Bytes = "bytes";
    private const int ExitCode = 7;
    private const string Secret = "env-Secret-\u00E4-11223344556677", Input = "input-Secret-99887766554433";

    /// <summary>Runs as the command: reports what it got, and writes the secrets to both streams.</summary>
    public static int Run(IEnumerable<string> arguments)
    {
        if (arguments.Contains(Wait))
        {
            Thread.Sleep(Timeout.Infinite);
        }

        var secret = Environment.GetEnvironmentVariable(Variable)!;
        using var output = Console.OpenStandardOutput();
        using var errors = Console.OpenStandardError();
        if (arguments.Contains(Bytes))
        {
            var bytes = Binary(secret);
            output.Write(bytes, 0, bytes.Length);
            return 0;
        }

        using var reader = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        var input = reader.ReadToEnd();
        Write(output, "got " + Hash(secret) + " " + Hash(input) + "\n" + secret + "\n");
        // Split over two writes.
        Write(output, input.Substring(0, 9));
        Write(output, input.Substring(9) + "\nend\n");
        Write(errors, "base64 " + Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + secret)) + "\n");
        return ExitCode;
    }

    /// <summary>Checks the command.</summary>
    public static async Task CheckAsync(Action<string, bool> check, Func<string, SecureString> secure)
    {
        var spec = Spec(secure);
        spec.StandardInput = secure(Input);
        var (code, output, errors) = await RunAsync(spec);
        check("a command's exit code", code == ExitCode);
        check("a command's secrets", output.Contains("got " + Hash(Secret) + " " + Hash(Input)));
        check("a command's whole output", output.EndsWith("\nend\n", StringComparison.Ordinal) && errors.StartsWith("base64 ", StringComparison.Ordinal));
        check("masks in a command's output", output.Contains("***") && !output.Contains("11223344") && !output.Contains("99887766"));
        check("masks in a command's errors", errors.Contains("***") && !errors.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + Secret)).Substring(8, 12)));

        spec = Spec(secure, Bytes);
        spec.IsOutputBinary = true;
        using var binary = new MemoryStream();
        using (var running = spec.Build().Start())
        {
            await running.WaitAsync(binary, Stream.Null, CancellationToken.None);
        }

        check("binary output", binary.ToArray().SequenceEqual(Binary(Secret)));

        using var cancellation = new CancellationTokenSource();
        using (var running = Spec(secure, Wait).Build().Start())
        {
            cancellation.Cancel();
            check("a canceled command", await running.WaitAsync(Stream.Null, Stream.Null, cancellation.Token) != 0);
        }

        check("a secret in an argument", IsRejected(() => Spec(secure, "--token=" + Secret).Build()));
    }

    private static ChildCommandSpec Spec(Func<string, SecureString> secure, params string[] arguments)
    {
        var program = Assembly.GetExecutingAssembly().Location;
        string[] start = Type.GetType("Mono.Runtime") is null ? [program] : ["mono", program];
        var spec = new ChildCommandSpec { Command = [.. start, Argument, .. arguments] };
        spec.Environment.Add(new KeyValuePair<string, SecureString>(Variable, secure(Secret)));
        return spec;
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(ChildCommandSpec spec)
    {
        using var output = new MemoryStream();
        using var errors = new MemoryStream();
        using var running = spec.Build().Start();
        var code = await running.WaitAsync(output, errors, CancellationToken.None);
        return (code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(errors.ToArray()));
    }

    private static bool IsRejected(Action work)
    {
        try
        {
            work();
            return false;
        }
        catch (TokenArgumentException error)
        {
            return !error.Message.Contains("11223344");
        }
    }

    private static byte[] Binary(string secret) => [0xFF, 0, .. Encoding.UTF8.GetBytes(secret), 0xFE];

    private static string Hash(string text)
    {
        using var hash = SHA256.Create();
        return BitConverter.ToString(hash.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }

    private static void Write(Stream stream, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        stream.Write(bytes, 0, bytes.Length);
        stream.Flush();
    }
}
