using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Security;
using TokenTools.Security.Redaction;
using Xunit;

namespace TokenTools.Core.Tests.Security.Redaction;

/// <summary>Secrets in a stream, in every encoding and cut over any writes.</summary>
public class MaskingStreamTests
{
    private const string Token = "kQ3vZ8xN1pL6tR9wB2yF5hJ7mC4dG0sA";

    // Disguises of a hostile service, which a text is decoded from and a stream is not.
    private static readonly string[] OnlyInText =
        ["full-width", "bold", "tags", "doubled", "quoted-printable", "entity-open", "entity-decimal", "entity-hex"];

    // The parts of a secret take longer to make than most texts to mask.
    private static readonly Dictionary<string, SecretParts> Secrets =
        new[] { "161aead9-a253-4b47-abbe-a4da2da5171e", "yLtIHnPcx!", "q7Rz4kWm", "x#9!T$w%2^Q&", Token }
            .ToDictionary(static secret => secret, static secret => Parts(secret), StringComparer.Ordinal);

    public static TheoryData<string> Encodings { get; } = new(SecretEncoding.All.Select(static encoding => encoding.Name)
        .Where(static name => !OnlyInText.Contains(name.Split('+')[0])));

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Write_EncodedSecret_ShowsTwoCharactersOfItAtMost(string encoding)
    {
        foreach (var (secret, parts) in Secrets)
        {
            var encoded = SecretEncoding.All.Single(known => known.Name == encoding).Encode(secret);
            foreach (var step in new[] { 1, 3, int.MaxValue })
            {
                var shown = Mask(parts, Encoding.UTF8.GetBytes("<" + encoded + ">"), step);

                var perCharacter = (encoded.Length + secret.Length - 1) / secret.Length;
                var levels = (encoding.Split("base64").Length - 1) * (encoding.EndsWith("percent-all", StringComparison.Ordinal) ? 3 : 1);
                // A mask in UTF-16 has zeros as well.
                var text = Encoding.UTF8.GetString(shown).Replace("\0", "", StringComparison.Ordinal);
                Assert.StartsWith("<", text, StringComparison.Ordinal);
                Assert.EndsWith(">", text, StringComparison.Ordinal);
                Assert.Contains(Redactor.Mask, text, StringComparison.Ordinal);
                Assert.True(text.Length - 2 <= Redactor.Mask.Length + (2 * perCharacter) + (6 * levels), secret + ": " + text);
            }
        }
    }

    [Fact]
    public void Write_AnyCutsAndPauses_ShowsNoPieceOfEightCharacters() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(400),
        Prop.ForAll(Inputs().ToArbitrary(), static input =>
        {
            var output = new MemoryStream();
            using (var masking = new MaskingStream(Parts(input.Secret), output))
            {
                foreach (var (write, pauses) in input.Writes)
                {
                    masking.Write(write, 0, write.Length);
                    if (pauses)
                    {
                        masking.Flush();
                    }
                }
            }

            var shown = output.ToArray();
            var piece = input.PieceLength;
            for (var start = 0; start + piece <= input.Encoded.Length; start++)
            {
                Assert.True(shown.AsSpan().IndexOf(input.Encoded.AsSpan(start, piece)) < 0, Convert.ToHexString(shown));
            }
        }));

    [Fact]
    public void Write_AnyCuts_ShowsTheSameAsOneWrite() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(400),
        Prop.ForAll(Inputs().ToArbitrary(), static input =>
        {
            var all = input.Writes.SelectMany(static write => write.Bytes).ToArray();
            var parts = Parts(input.Secret);
            var output = new MemoryStream();
            using (var masking = new MaskingStream(parts, output))
            {
                foreach (var (write, _) in input.Writes)
                {
                    masking.Write(write, 0, write.Length);
                }
            }

            Assert.Equal(Mask(parts, all, int.MaxValue), output.ToArray());
        }));

    [Fact]
    public void Write_OtherBytes_ArePassedOnUnchanged() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll<byte[][]>(writes =>
        {
            var output = new MemoryStream();
            using (var masking = new MaskingStream(Secrets[Token], output))
            {
                foreach (var write in writes)
                {
                    masking.Write(write, 0, write.Length);
                }
            }

            Assert.Equal(writes.SelectMany(static write => write), output.ToArray());
        }));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Write_Utf16_StaysReadable(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: false);

        var shown = Mask([Token], encoding.GetBytes("token=" + Token + "\r\nnext " + Token + "."), 1);

        Assert.Equal("token=********\r\nnext ********.", encoding.GetString(shown));
    }

    [Fact]
    public void Write_WrappedBase64_KeepsTheLines()
    {
        var secret = string.Concat(Enumerable.Repeat(Token, 4));
        var wrapped = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret), Base64FormattingOptions.InsertLineBreaks);

        var text = "data:\r\n  " + wrapped.Replace("\n", "\n  ", StringComparison.Ordinal) + "\r\nend\r\n";
        var shown = Encoding.UTF8.GetString(Mask([secret], Encoding.UTF8.GetBytes(text), 7));

        Assert.Matches(@"\Adata:\r\n  \*{8}\r\n  \*{8}\r\n  \*{8}[A-Za-z0-9]?=*\r\nend\r\n\z", shown);
    }

    [Fact]
    public void Write_LettersOfSecretWithColors_AreMasked()
    {
        var shown = Encoding.UTF8.GetString(Mask(
            [Token], Encoding.UTF8.GetBytes("\u001b[31m" + Token.Insert(9, "\u001b[0m\u001b[K") + "\u001b[0m"), 5));

        Assert.Equal("\u001b[31m********\u001b[0m", shown);
    }

    [Theory]
    [InlineData("\u001b]0;title 1\u0007")]
    [InlineData("\u001b]8;;https://a.example/1\u001b\\")]
    [InlineData("\u001bP1$r0m\u001b\\")]
    [InlineData("\u001b_G1\u001b\\")]
    [InlineData("\u001b^p1\u001b\\")]
    [InlineData("\u001bXs1\u001b\\")]
    [InlineData("\u001bPx\u0007y\u001b\\")]
    [InlineData("\u001bkx\u001b\\")]
    [InlineData("\u001b]x\u0018")]
    [InlineData("\u001b]x\u001b[m")]
    [InlineData("\u001b]x\u001b]y\u0007")]
    [InlineData("\u001b]R")]
    [InlineData("\u009b31m")]
    [InlineData("\u009b")]
    [InlineData("\u009d0;1\u009c")]
    public void Write_LettersOfSecretWithControlFunctionsBetweenThem_AreMasked(string function)
    {
        var text = "<" + string.Join(function, Token.ToCharArray()) + ">";
        foreach (var step in new[] { 1, 5, int.MaxValue })
        {
            Assert.Equal("<********>", Encoding.UTF8.GetString(Mask([Token], Encoding.UTF8.GetBytes(text), step)));
        }
    }

    [Theory]
    [InlineData("\u001b]0;{0}\u0007")]
    [InlineData("\u001b]0;{0}")]
    [InlineData("\u009d{0}\u009c")]
    public void Write_SecretInControlString_IsMasked(string format)
    {
        // Also where it is encoded, or is what separates another one.
        var encoded = string.Concat(Token.Select(static c => FormattableString.Invariant($"%{(int)c:x2}")));
        foreach (var secret in new[] { Token, encoded })
        {
            var text = format.Replace("{0}", secret, StringComparison.Ordinal);
            Assert.Equal(
                format.Replace("{0}", "********", StringComparison.Ordinal) + ".",
                Encoding.UTF8.GetString(Mask([Token], Encoding.UTF8.GetBytes(text + "."), 3)));
        }

        var around = Token.Insert(9, format.Replace("{0}", encoded, StringComparison.Ordinal));
        Assert.DoesNotContain(Token[..9], Encoding.UTF8.GetString(Mask([Token], Encoding.UTF8.GetBytes(around), 1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(150, "\u001b]", "\u0007")]
    [InlineData(200, "\u001b[", "m")]
    public void Write_HalvesOfSecretWithALongControlFunctionBetweenThem_AreMasked(int length, string start, string end)
    {
        var text = "<" + Token.Insert(9, start + new string('0', length) + end) + ">";
        Assert.Equal("<********>", Encoding.UTF8.GetString(Mask([Token], Encoding.UTF8.GetBytes(text), 7)));
    }

    // Terminals that show the text of a string, and those that do not.
    [Theory]
    [InlineData("{0}\u001bX{1}\u001b\\{2}\u001bX{3}")]
    [InlineData("{0}\u001bP{1}\u001b\\{2}\u001bP{3}")]
    [InlineData("{0}\u0090{1}\u009c{2}\u0090{3}")]
    public void Write_PiecesOfSecretInAndBetweenControlStrings_AreMasked(string format)
    {
        object[] pieces = [Token[..7], Token[7..14], Token[14..21], Token[21..28]];
        var shown = Encoding.UTF8.GetString(Mask([Token], Encoding.UTF8.GetBytes(string.Format(null, format, pieces)), 5));
        Assert.All(pieces, piece => Assert.DoesNotContain((string)piece, shown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\u001b]7;file://h/")]
    [InlineData("\u001bP")]
    [InlineData("\u009d")]
    public void Flush_EncodedSecretInAnOpenControlString_IsMasked(string start)
    {
        var output = new MemoryStream();
        using var masking = new MaskingStream(Parts(Token), output);
        masking.Write(Encoding.UTF8.GetBytes(start + string.Concat(Token.Select(static c => FormattableString.Invariant($"%{(int)c:x2}"))) + "\n"));
        masking.Flush();
        Assert.Equal(start + "********\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void Write_EndlessControlSequence_IsTextHoweverItIsCut()
    {
        // 512 bytes are the longest sequence that is waited for.
        var bytes = Encoding.UTF8.GetBytes("<" + Token.Insert(9, "\u001b[" + new string('/', 600) + "m") + ">");

        var whole = Mask([Token], bytes, int.MaxValue);

        Assert.Equal(whole, Mask([Token], bytes, 1));
        Assert.Contains(new string('/', 600), Encoding.UTF8.GetString(whole), StringComparison.Ordinal);
    }

    [Fact]
    public void FlushAndDispose_OutputWithABuffer_FlushItAndLeaveItOpen()
    {
        var output = new MemoryStream();
        using var buffered = new BufferedStream(output);
        var masking = new MaskingStream(Parts("word-of-the-day"), buffered);
        Assert.Equal((false, false, true), (masking.CanRead, masking.CanSeek, masking.CanWrite));

        masking.Write("one "u8);
        masking.Flush();
        Assert.Equal("one ", Encoding.UTF8.GetString(output.ToArray()));

        masking.Write("two word-of"u8);
        masking.Dispose();
        Assert.Equal("one two word-of", Encoding.UTF8.GetString(output.ToArray()));
        Assert.True(buffered.CanWrite);
    }

    [Fact]
    public void Flush_PromptThatEndsLikeTheSecretStarts_IsShown()
    {
        var output = new MemoryStream();
        using var masking = new MaskingStream(Parts("word-of-the-day"), output);

        masking.Write(Encoding.UTF8.GetBytes("Continue, wor"));
        masking.Flush();
        Assert.Equal("Continue, wor", Encoding.UTF8.GetString(output.ToArray()));

        masking.Write(Encoding.UTF8.GetBytes("d-of-the-day."));
        masking.Flush();
        Assert.Equal("Continue, wor********.", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Theory]
    [InlineData("kQ3vZ8x ")]
    [InlineData("kQ3vZ8x\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("\\u00")]
    [InlineData("&#x000000")]
    [InlineData("\u001b[31;")]
    [InlineData("\u001b]0;title")]
    [InlineData("\u001b]0;title\u0007")]
    [InlineData("\u009d")]
    [InlineData(Token)]
    [InlineData("                ")]
    public void Write_LongStream_KeepsAFewKilobytes(string text)
    {
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 1 + (65536 / text.Length))));
        var output = new CountingStream();
        var masking = new MaskingStream(Parts(Token), output);
        masking.Write(block);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 32; i++)
        {
            masking.Write(block);
        }

        // Nothing grows with the stream: what one block needs is enough for all.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * 65536 / 2);
        var count = output.Count;
        masking.Dispose();
        Assert.InRange(output.Count - count, 0, 2048);
    }

    [Theory]
    [InlineData("plain", "Plain")]
    [InlineData("utf-16", "Utf16")]
    [InlineData("hex-lower", "Hexadecimal")]
    [InlineData("decimals", "Decimal")]
    [InlineData("percent-upper", "Percent")]
    [InlineData("escape-u", "Backslash")]
    [InlineData("base64-0", "Base64")]
    [InlineData("base64-1", "Base64")]
    [InlineData("base64-2", "Base64")]
    [InlineData("base64-of-utf16-0", "Base64, Utf16")]
    [InlineData("base64-0+base64-1", "Base64, Twice")]
    public void Complete_EncodedSecret_GivesPlaceAndEncoding(string encoding, string expected)
    {
        var encoded = SecretEncoding.All.Single(known => known.Name == encoding).Encode(Token);
        var bytes = Encoding.UTF8.GetBytes("<<" + encoded + ">>");

        var match = Assert.Single(Search(["another-secret-of-it", Token], bytes));

        Assert.Equal(expected, match.Encoding.ToString());
        Assert.Equal(1, match.Secret);
        Assert.InRange(match.Start, 2, 6);
        Assert.InRange(match.Start + match.Length, bytes.Length - 12, bytes.Length - 2);
    }

    [Fact]
    public void Complete_Base64Url_DiffersFromBase64()
    {
        const string Secret = "??>>??>>~~~~??>>";
        var url = Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)).Replace('+', '-').Replace('/', '_');

        Assert.Equal(SecretEncodings.Base64Url, Assert.Single(Search([Secret], Encoding.UTF8.GetBytes(url))).Encoding);
    }

    [Fact]
    public void Complete_JsonInJson_IsFound()
    {
        const string Secret = "p\"w\\d/\u00e9\u00e8\u00ea\n\"x";
        var json = Newtonsoft.Json.JsonConvert.ToString(
            Newtonsoft.Json.JsonConvert.ToString(Secret, '"', Newtonsoft.Json.StringEscapeHandling.EscapeNonAscii));

        Assert.Equal(SecretEncodings.Backslash, Assert.Single(Search([Secret], Encoding.UTF8.GetBytes(json))).Encoding & SecretEncodings.Backslash);
    }

    [Fact]
    public void Write_SecretsOfFewCharacters_AreFoundWhole()
    {
        Assert.Equal("pin ********, not 12 or 341", Encoding.UTF8.GetString(Mask(["9341"], Encoding.UTF8.GetBytes("pin 9341, not 12 or 341"), 1)));
        Assert.Equal("abc", Encoding.UTF8.GetString(Mask(["abc"], Encoding.UTF8.GetBytes("abc"), 1)));
    }

    // The install type is public, and in the mask of such a token; with a part of the UUID it is masked.
    [Theory]
    [InlineData("Installing a MOLECULE, molecule-********.", "Installing a MOLECULE, molecule-********.")]
    [InlineData("gateway-********", "gateway-********")]
    [InlineData("token=molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5;", "token=molecule-********;")]
    [InlineData("GATEWAY-5E6F7A8B-1C2D-4E3F-9A0B-112233445566", "GATEWAY-********")]
    [InlineData("molecule-963f3eb3", "molecule-********")]
    [InlineData("atom-1a2b3c4d-0eaa-4f5c-8b8b-8bff84343cb5 and an atom-1a2b", "atom-******** and an atom-1a2b")]
    [InlineData("installType: BROKER, accountId: acme", "installType: BROKER, accountId: acme")]
    [InlineData("broker-ac5d0b6e-0eaa-4f5c-8b8b-8bff84343cb5", "broker-********")]
    [InlineData("cloud-acc00b6e", "cloud-********")]
    public void Write_InstallTypeOfAToken_IsShown(string text, string expected)
    {
        string[] tokens =
        [
            "molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5", "gateway-5e6f7a8b-1c2d-4e3f-9a0b-112233445566",
            "atom-1a2b3c4d-0eaa-4f5c-8b8b-8bff84343cb5", "broker-ac5d0b6e-0eaa-4f5c-8b8b-8bff84343cb5",
            "cloud-acc00b6e-0eaa-4f5c-8b8b-8bff84343cb5",
        ];
        Assert.Equal(expected, Encoding.UTF8.GetString(Mask(tokens, Encoding.UTF8.GetBytes(text), int.MaxValue)));
        Assert.Equal(text != expected, Search(tokens, Encoding.UTF8.GetBytes(text)).Count > 0);
        Assert.Equal(
            SecretEncodings.Base64, Assert.Single(Search([tokens[0]], Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(tokens[0]))))).Encoding);
    }

    private static SecretParts Parts(params string[] secrets) => SecretParts.Of(secrets.Select(SecureText.FromString));

    private static byte[] Mask(string[] secrets, byte[] bytes, int step) => Mask(Parts(secrets), bytes, step);

    private static byte[] Mask(SecretParts parts, byte[] bytes, int step)
    {
        var output = new MemoryStream();
        using (var masking = new MaskingStream(parts, output))
        {
            for (var i = 0; i < bytes.Length; i += Math.Min(step, bytes.Length - i))
            {
                masking.Write(bytes, i, Math.Min(step, bytes.Length - i));
            }
        }

        return output.ToArray();
    }

    private static IReadOnlyList<SecretMatch> Search(string[] secrets, byte[] bytes)
    {
        var search = new SecretSearch(Parts(secrets));
        search.Write(bytes, 0, bytes.Length);
        return search.Complete();
    }

    private static Gen<Input> Inputs() =>
        from length in Gen.Choose(8, 60)
        from secret in Gen.ArrayOf(
            Gen.Frequency((5, Gen.Choose('!', '~')), (1, Gen.Choose(0xA1, 0x17F)), (1, Gen.Choose(0x400, 0x45F))), length)
            .Select(static codes => new string(Array.ConvertAll(codes, static code => (char)code)))
        from kind in Gen.Choose(0, StreamEncoding.All.Count - 1)
        from before in Noise()
        from after in Noise()
        from cuts in Gen.ArrayOf(Gen.Choose(1, 40))
        from pauses in Gen.Choose(0, 3)
        select Cut(secret, StreamEncoding.All[kind], before, after, cuts, pauses);

    // Contains no character of any form, and what surrounds secrets.
    private static Gen<byte[]> Noise() =>
        Gen.ArrayOf(Gen.Elements(" ", "\n", "\t", ": ", "\"", "(", "\u001b[0m", "\u001b]0;-\u0007", "\u009d-\u001b\\\\", "\\n", "%20", "&amp;", "\\", "%"))
            .Select(static parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

    private static Input Cut(string secret, StreamEncoding encoding, byte[] before, byte[] after, int[] cuts, int pauses)
    {
        var encoded = encoding.Encode(secret);
        byte[] all = [.. before, .. encoded, .. after, .. encoded];
        var writes = new List<(byte[], bool)>();
        for (int i = 0, cut = 0; i < all.Length; cut++)
        {
            var length = Math.Min(all.Length - i, cuts.Length == 0 ? all.Length : cuts[cut % cuts.Length]);
            writes.Add((all.AsSpan(i, length).ToArray(), pauses > 0 && cut % pauses == 0));
            i += length;
        }

        return new Input(secret, encoded, encoding.PieceLength(secret), writes);
    }

    private sealed record Input(string Secret, byte[] Encoded, int PieceLength, IReadOnlyList<(byte[] Bytes, bool Pauses)> Writes);

    private sealed class CountingStream : MemoryStream
    {
        public long Count { get; private set; }

        public override void Write(byte[] buffer, int offset, int count) => Count += count;

        public override void WriteByte(byte value) => Count++;
    }
}
