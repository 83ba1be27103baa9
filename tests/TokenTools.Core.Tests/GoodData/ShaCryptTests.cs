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
    public void Known_answers(string setting, string password, string hash)
    {
        var fields = setting.Split('$');
        var algorithm = fields[1] == "5" ? PasswordHashAlgorithm.Sha256Crypt : PasswordHashAlgorithm.Sha512Crypt;
        var named = fields[2].StartsWith("rounds=", StringComparison.Ordinal);
        int? rounds = named ? int.Parse(fields[2]["rounds=".Length..], CultureInfo.InvariantCulture) : null;
        var salt = fields[named ? 3 : 2];
        var bytes = Encoding.UTF8.GetBytes(password);
        if (rounds < ShaCrypt.MinimumRounds)
        {
            // The specification moves these into the range; here they are refused.
            Assert.Equal(nameof(Messages.ShaCryptRoundsOutOfRange), Assert.Throws<TokenArgumentException>(
                () => ShaCrypt.Hash(bytes, algorithm, salt, rounds)).ErrorId);
            rounds = ShaCrypt.MinimumRounds;
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
    public void Hashes_that_GoodData_published(string password, string hash)
    {
        Assert.True(ShaCrypt.Verify(Secret(password), hash));
        Assert.Equal(hash, ShaCrypt.Hash(Secret(password), PasswordHashAlgorithm.Sha256Crypt, hash.Split('$')[2]));
    }

    [OpenSslTheory]
    [InlineData("-5", 20261121)]
    [InlineData("-6", 1234567)]
    public async Task Random_passwords_agree_with_OpenSSL(string option, int seed)
    {
        var random = new Random(seed);
        var algorithm = option == "-5" ? PasswordHashAlgorithm.Sha256Crypt : PasswordHashAlgorithm.Sha512Crypt;
        const string salt = "./09AZaz";
        // OpenSSL reads lines, prints <NULL> for an empty one, and gets each length from 1 to 200 bytes here.
        var passwords = Enumerable.Range(1, 200).Select(length => RandomUtf8(random, length)).ToList();
        var input = passwords.SelectMany(password => password.Append((byte)'\n')).ToArray();
        var (exitCode, output) = await ExternalTool.RunAsync("openssl", ["passwd", option, "-salt", salt, "-stdin"], input);
        Assert.True(exitCode == 0, output);

        var theirs = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.TrimEnd('\r')).ToList();
        Assert.Equal(passwords.Select(password => ShaCrypt.Hash(password, algorithm, salt, null)), theirs);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_000_000)]
    [InlineData(int.MinValue)]
    public void Rounds_out_of_range_are_refused(int rounds)
    {
        var error = Assert.Throws<TokenArgumentException>(() => ShaCrypt.Hash(Secret("secret"), rounds: rounds));
        Assert.Equal(nameof(Messages.ShaCryptRoundsOutOfRange), error.ErrorId);
        Assert.Contains("1000", error.Message, StringComparison.Ordinal);
        Assert.Contains("999999999", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sa$lt")]
    [InlineData("sa:lt")]
    [InlineData("sält")]
    [InlineData("salt\n")]
    [InlineData("toolongsaltstring with more")]
    public void Salts_that_not_every_reader_takes_are_refused(string salt) => Assert.Equal(
        nameof(Messages.ShaCryptSaltInvalid), Assert.Throws<TokenArgumentException>(() => ShaCrypt.Hash(Secret("secret"), salt: salt)).ErrorId);

    [Theory]
    [InlineData("", nameof(Messages.BootstrapPasswordEmpty))]
    [InlineData("secret\n", nameof(Messages.BootstrapPasswordHasNewline))]
    [InlineData("sec\0ret", nameof(Messages.BootstrapPasswordHasNewline))]
    public void Passwords_that_make_no_token_make_no_hash(string password, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(() => ShaCrypt.Hash(Secret(password))).ErrorId);

    [Fact]
    public void Half_a_character_is_refused_not_replaced() => Assert.Equal(
        nameof(Messages.BootstrapPasswordNotUnicode), Assert.Throws<TokenArgumentException>(() => ShaCrypt.Hash(Secret("secret\ud83d"))).ErrorId);

    [Fact]
    public void A_salt_of_ones_own_choosing_is_16_random_letters_and_the_rounds_stay_unsaid()
    {
        var hashes = Enumerable.Range(0, 100).Select(static _ => ShaCrypt.Hash(Secret("secret"))).ToList();
        Assert.All(hashes, static hash => Assert.Matches(@"\A\$6\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{86}\z", hash));
        Assert.Equal(100, hashes.Distinct().Count());
        Assert.Matches(@"\A\$5\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{43}\z", ShaCrypt.Hash(Secret("secret"), PasswordHashAlgorithm.Sha256Crypt));
    }

    public static TheoryData<string> NoHashes()
    {
        var whole = "$6$saltstring$" + new string('a', 86);
        return new TheoryData<string>(
        [
            "", "secret", "$6$", "$6$saltstring", "$6$saltstring$", whole[..^1], whole + "a", whole + "\n", " " + whole,
            "$5" + whole[2..], "$1" + whole[2..], "$2b$12$abcdefghijklmnopqrstuu5LQ8Fq9L5m0J1m8n2xq3y7y1a2b3c4d",
            "$6$rounds=999$s$" + new string('a', 86), "$6$rounds=1000000000$s$" + new string('a', 86),
            "$6$rounds=01000$s$" + new string('a', 86), "$6$rounds=$s$" + new string('a', 86), "$6$seventeen_letters$" + new string('a', 86),
            "$6$salt$" + new string('=', 86),
        ]);
    }

    [Theory]
    [MemberData(nameof(NoHashes))]
    [InlineData(null)]
    public void What_is_no_hash_is_said_to_be_none_and_not_shown(string? text)
    {
        var error = Assert.Throws<TokenFormatException>(() => ShaCrypt.Verify(Secret("secret"), text));
        Assert.Equal(nameof(Messages.PasswordHashInvalid), error.ErrorId);
        Assert.True(text is not "secret" || !error.Message.Contains(text, StringComparison.Ordinal));
        Assert.False(ShaCrypt.IsHash(text));
    }

    [Fact]
    public void A_change_to_any_letter_of_a_hash_is_noticed()
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
    public async Task A_stop_ends_long_work_at_once()
    {
        using var stop = new CancellationTokenSource();
        var work = Task.Run(() => ShaCrypt.Hash(Secret("secret"), rounds: ShaCrypt.MaximumRounds, stop: stop.Token));
        await Task.Delay(50);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.WaitAsync(Requests.Patience));
    }

    [Fact]
    public async Task A_stop_ends_the_work_on_a_very_long_password_too()
    {
        // 200 KB, whose own length is squared before the first round: most of a minute.
        using var stop = new CancellationTokenSource();
        var work = Task.Run(() => ShaCrypt.Verify(Secret(new string('€', SecureText.LongestSecret)), "$5$a$CZ9Csdk0HaS3TQcxgDHTwM2gwOEDCViPn83i6BpFdH.", stop.Token));
        await Task.Delay(50);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.WaitAsync(Requests.Patience));
    }

    [Fact]
    public void Cultures_change_nothing()
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
                // No NUL or line feed: OpenSSL's lines end there.
                _ => random.Next(4) == 0 ? random.Next(11, 32) : random.Next(32, 128),
            };
            bytes.AddRange(Encoding.UTF8.GetBytes(char.ConvertFromUtf32(rune)));
        }

        return bytes.ToArray();
    }

    private static string Text(JsonElement vector, string name) => vector.GetProperty(name).GetString()!;

    private static SecureString Secret(string text) => SecureText.FromString(text);
}
