using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using TokenTools.GoodData;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

public class ShaCryptTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "shacrypt-bootstrap.json"))).RootElement;

    public static TheoryData<string, string, string> Settings
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var vector in Vectors.GetProperty("official").EnumerateArray().Concat(Vectors.GetProperty("more").EnumerateArray()))
            {
                data.Add(Text(vector, "setting"), Text(vector, "password"), Text(vector, "hash"));
            }

            return data;
        }
    }

    public static TheoryData<string, string> Published
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var vector in Vectors.GetProperty("bootstrap").EnumerateArray())
            {
                data.Add(Text(vector, "password"), Text(vector, "hash"));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Hash_KnownPassword_ReturnsTheKnownHash(string setting, string password, string hash)
    {
        var fields = setting.Split('$');
        var algorithm = fields[1] == "5" ? PasswordHashAlgorithm.Sha256Crypt : PasswordHashAlgorithm.Sha512Crypt;
        var hasRounds = fields[2].StartsWith("rounds=", StringComparison.Ordinal);
        int? rounds = hasRounds ? int.Parse(fields[2]["rounds=".Length..], CultureInfo.InvariantCulture) : null;
        var salt = fields[hasRounds ? 3 : 2];
        var bytes = Encoding.UTF8.GetBytes(password);
        if (rounds < ShaCryptHash.MinimumRounds)
        {
            // The specification raises these to the minimum. PasswordHashSpec rejects them.
            rounds = ShaCryptHash.MinimumRounds;
        }

        Assert.Equal(hash, ShaCrypt.Hash(bytes, algorithm, salt, rounds));
        Assert.Equal(password, Encoding.UTF8.GetString(bytes));
        Assert.True(ShaCrypt.Verify(Secret(password), hash));
        Assert.False(ShaCrypt.Verify(Secret(password + "x"), hash));
        if (password.Length > 0)
        {
            Assert.Equal(hash, ShaCrypt.Hash(Secret(password), algorithm, salt, rounds));
        }
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Verify_PublishedHash_IsTrueForItsPassword(string password, string hash)
    {
        Assert.True(ShaCrypt.Verify(Secret(password), hash));
        Assert.Equal(hash, ShaCrypt.Hash(Secret(password), PasswordHashAlgorithm.Sha256Crypt, hash.Split('$')[2], rounds: null));
    }

    [OpenSslTheory]
    [InlineData("-5", 20261121)]
    [InlineData("-6", 1234567)]
    public async Task Hash_RandomPassword_IsTheSameAsInOpenSsl(string option, int seed)
    {
        var random = new Random(seed);
        var algorithm = option == "-5" ? PasswordHashAlgorithm.Sha256Crypt : PasswordHashAlgorithm.Sha512Crypt;
        // As few rounds as are allowed: the number has no part in how a password's length is treated.
        const int rounds = 1000;
        const string salt = "./09AZaz";
        var setting = "rounds=" + rounds + "$" + salt;
        // Each length from 1 to 200 bytes. OpenSSL reads lines and prints <NULL> for an empty one.
        var passwords = Enumerable.Range(1, 200).Select(length => RandomUtf8(random, length)).ToList();
        var input = passwords.SelectMany(password => password.Append((byte)'\n')).ToArray();
        var (exitCode, output) = await ExternalTool.RunAsync("openssl", ["passwd", option, "-salt", setting, "-stdin"], input);
        Assert.True(exitCode == 0, output);

        var expected = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.TrimEnd('\r')).ToList();
        Assert.Equal(expected, passwords.Select(password => ShaCrypt.Hash(password, algorithm, salt, rounds)));
    }

    [Fact]
    public void Verify_AnyCharacterIsChanged_IsFalse()
    {
        const string hash = "$5$c/srj5JySMve$NxQRZ1ubtPKBRexCjKcA3V4CkJaBkxegSPsBYFq6U67";
        for (var i = 3; i < hash.Length; i++)
        {
            if (hash[i] != '$')
            {
                Assert.False(ShaCrypt.Verify(Secret("MySecretPassword"), hash[..i] + (hash[i] == 'A' ? 'B' : 'A') + hash[(i + 1)..]));
            }
        }
    }

    [Fact]
    public async Task Hash_Canceled_EndsImmediately()
    {
        using var cancellation = new CancellationTokenSource();
        var work = Task.Run(() => ShaCrypt.Hash(
            Secret("secret"), PasswordHashAlgorithm.Sha512Crypt, "salt", ShaCryptHash.MaximumRounds, cancellation.Token));
        await Task.Delay(50);
        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.WaitAsync(Requests.LongTimeout));
    }

    [Fact]
    public async Task Verify_VeryLongPasswordCanceled_EndsImmediately()
    {
        // 200 KB, which are hashed once for each byte before the first round: most of a minute.
        using var cancellation = new CancellationTokenSource();
        var work = Task.Run(() => ShaCrypt.Verify(
            Secret(new string('€', SecureText.LongestSecret)), "$5$a$CZ9Csdk0HaS3TQcxgDHTwM2gwOEDCViPn83i6BpFdH.", cancellation.Token));
        await Task.Delay(50);
        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.WaitAsync(Requests.LongTimeout));
    }

    [Fact]
    public void Hash_AnyCulture_IsTheSame()
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, static () => Assert.Equal(
                "$5$rounds=1000$saltstring$z/y8l95GSjij6uHx2xAJer7YCODLtrhIxItWC13D4g5",
                ShaCrypt.Hash(Secret("Hello world!"), PasswordHashAlgorithm.Sha256Crypt, "saltstring", 1000)));
        }
    }

    private static byte[] RandomUtf8(Random random, int length)
    {
        var bytes = new List<byte>(length);
        while (bytes.Count < length)
        {
            var left = length - bytes.Count;
            int rune = random.Next(4) switch
            {
                0 when left >= 4 => random.Next(0x10000, 0x110000),
                1 when left >= 3 => random.Next(0x800, 0xD800),
                2 when left >= 2 => random.Next(0x80, 0x800),
                // No NUL and no line feed, which end a line for OpenSSL.
                _ => random.Next(4) == 0 ? random.Next(11, 32) : random.Next(32, 128),
            };
            bytes.AddRange(Encoding.UTF8.GetBytes(char.ConvertFromUtf32(rune)));
        }

        return bytes.ToArray();
    }

    private static string Text(JsonElement vector, string name) => vector.GetProperty(name).GetString()!;

    private static SecureString Secret(string text) => SecureText.FromString(text);
}
