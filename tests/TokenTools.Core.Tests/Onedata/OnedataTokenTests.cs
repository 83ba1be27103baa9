using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;
using static TokenTools.Core.Tests.Onedata.OnedataSamples;

namespace TokenTools.Core.Tests.Onedata;

public class OnedataTokenTests
{
    private const string Escape = "\u001b[2J\u001b]0;owned\a";

    public static TheoryData<string> Confined => OnedataVectors.Names("confine");

    public static TheoryData<string> Malformed => OnedataVectors.Names("malformed");

    [Fact]
    public void Decode_TemporaryToken_HasItsProperties()
    {
        var token = Decode(OnedataVectors.Text(0), now: 1571147494 - 60);
        Assert.Equal("onezone.example.com", token.OnezoneDomain);
        Assert.Equal(2, token.Version);
        Assert.Equal("9d1f0c3b5a7e48d2b6c4f0e19a8b7c6dch0042", token.Id);
        Assert.Equal("temporary", token.Persistence);
        Assert.Equal(3L, token.Generation);
        Assert.Equal("oneprovider", token.Subject!.Type);
        Assert.Equal("4cf2c5e7a1b34d1f8a9e6b7c0d1e2f30ch5a1b", token.Subject.Id);
        Assert.Equal("prv-4cf2c5e7a1b34d1f8a9e6b7c0d1e2f30ch5a1b", token.Subject.ToString());
        Assert.Equal("accessToken", token.Type);
        Assert.Null(token.InviteType);
        Assert.Null(token.TargetId);
        Assert.Equal("time < 1571147494", Assert.Single(token.Caveats).Text);
        Assert.Equal(new DateTimeOffset(2019, 10, 15, 13, 51, 34, TimeSpan.Zero), token.ExpiresAt);
        Assert.Equal(TimeSpan.Zero, token.ExpiresAt!.Value.Offset);
        Assert.False(token.IsExpired);
        Assert.Equal(TimeSpan.FromMinutes(1), token.TimeLeft);
        Assert.Null(token.ServicePrefix);
        Assert.Null(token.SignatureVerified);
        Assert.Equal(OnedataVectors.Text(0), SecureText.Reveal(Assert.IsType<SecureString>(token.Token)));
    }

    [Fact]
    public void Decode_InviteToken_HasItsProperties()
    {
        var token = Decode(OnedataVectors.Text(5));
        Assert.Equal(("inviteToken", "supportSpace", "d4f5876dbe7f1e7e8a511de6dd31144b"), (token.Type, token.InviteType, token.TargetId));
        Assert.Equal(("named", (long?)null), (token.Persistence, token.Generation));
        Assert.Equal(("user", "1b510f18b3b05611871c0acdffa9aed4ch0d2e"), (token.Subject!.Type, token.Subject.Id));
        Assert.Null(token.ExpiresAt);
        Assert.Null(token.TimeLeft);
        Assert.False(token.IsExpired);
    }

    [Fact]
    public void Decode_SecureString_EqualsString()
    {
        using var secure = SecureText.FromString("opw-" + OnedataVectors.Text(3) + "\n");
        var token = OnedataToken.Decode(secure, new OnedataDecodeOptions { AsPlainText = true });
        Assert.Equal("opw-" + OnedataVectors.Text(3), token.Token);
        Assert.Equal("opw-", token.ServicePrefix);
        Assert.Equal("identityToken", token.Type);
    }

    [Fact]
    public void Decode_WithSecret_ChecksTheSignature()
    {
        bool? Verified(string? secret) => OnedataToken.Decode(
            OnedataVectors.Text(0), new OnedataDecodeOptions { Secret = secret is null ? null : SecureText.FromString(secret) }).SignatureVerified;

        Assert.True(Verified((string)OnedataVectors.Signed(0)["secret"]!));
        Assert.False(Verified("ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100"));
        Assert.False(Verified(((string)OnedataVectors.Signed(0)["secret"]!).ToUpperInvariant()));
        Assert.Null(Verified(null));
    }

    [Fact]
    public void ToString_Token_IsTheServicesJson()
    {
        var text = OnedataVectors.Text(0);
        const string Json = """
            {"onezoneDomain":"onezone.example.com","id":"9d1f0c3b5a7e48d2b6c4f0e19a8b7c6dch0042","persistence":"temporary",
             "subject":{"type":"oneprovider","id":"4cf2c5e7a1b34d1f8a9e6b7c0d1e2f30ch5a1b"},"type":{"accessToken":{}},
             "caveats":[{"type":"time","validUntil":1571147494}]}
            """;
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () =>
            {
                var token = Decode(text);
                Assert.Equal(JObject.Parse(Json).ToString(), JObject.Parse(token.ToString()).ToString());
                Assert.DoesNotContain('\n', token.ToString());
            });
        }

        var plain = OnedataToken.Decode(text, new OnedataDecodeOptions { AsPlainText = true });
        Assert.Equal(text, (string)JObject.Parse(plain.ToString())["token"]!);
        Assert.False(typeof(IDictionary).IsAssignableFrom(typeof(OnedataToken)));
    }

    [Fact]
    public void Decode_LegacyToken_HasNoSubject()
    {
        var token = Create("9d1f0c3b", "authorization = none");
        Assert.Equal((1, "9d1f0c3b", "named", "accessToken"), (token.Version, token.Id, token.Persistence, token.Type));
        Assert.Null(token.Subject);
        Assert.Equal(JTokenType.Null, JObject.Parse(token.ToString())["subject"]!.Type);
    }

    [Fact]
    public void ExpiresAt_SeveralTimes_IsTheEarliest()
    {
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Now + 5), Create("2/nmd/usr-u/act/i", "time < 9223372036854775807", $"time < {Now + 5}", $"time < {Now + 9}").ExpiresAt);
        var endless = Create("2/nmd/usr-u/act/i", "time < 9223372036854775807");
        Assert.Equal(DateTimeOffset.MaxValue, endless.ExpiresAt);
        Assert.False(endless.IsExpired);
        Assert.True(endless.TimeLeft > TimeSpan.Zero);
    }

    [Fact]
    public void IsExpired_AtItsSecond_IsTrue()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(Now - 1);
        var token = OnedataToken.Decode(
            Sign("2/nmd/usr-u/act/i", $"time < {Now}"), new OnedataDecodeOptions { Now = () => at });
        Assert.Equal((false, TimeSpan.FromSeconds(1)), (token.IsExpired, token.TimeLeft!.Value));
        at = at.AddSeconds(1);
        Assert.Equal((true, TimeSpan.Zero), (token.IsExpired, token.TimeLeft!.Value));
        at = at.AddYears(1);
        Assert.Equal((true, TimeSpan.Zero), (token.IsExpired, token.TimeLeft!.Value));
    }

    [Fact]
    public void AddCaveats_Token_KeepsItsProperties()
    {
        var secret = SecureText.FromString(Encoding.ASCII.GetString(Secret));
        var token = OnedataToken.Decode(
            "opw-" + Sign("2/tmp-3/prv-p/act/i", $"time < {Now + 600}", "future = caveat"),
            new OnedataDecodeOptions { Secret = secret, ConnectionDomain = "other.example.com", Now = () => DateTimeOffset.FromUnixTimeSeconds(Now) });
        var narrowed = token.AddCaveats([TimeCaveat.Create(Now + 30), ReadOnlyDataCaveat.Instance]);
        Assert.Equal([$"time < {Now + 600}", "future = caveat", $"time < {Now + 30}", "data.readonly"], narrowed.Caveats.Select(caveat => caveat.Text));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Now + 30), narrowed.ExpiresAt);
        Assert.Equal("opw-", narrowed.ServicePrefix);
        Assert.True(narrowed.SignatureVerified);
        Assert.Contains(narrowed.Warnings, warning => warning.Id == nameof(Messages.OnedataWarningLocation));
        Assert.Contains(narrowed.Warnings, warning => warning.Id == nameof(Messages.OnedataWarningExpiresSoon));
        Assert.True(OnedataToken.Decode((SecureString)narrowed.Token, new OnedataDecodeOptions { Secret = secret }).SignatureVerified);
        Assert.Equal(2, token.Caveats.Count);
    }

    [Fact]
    public void AddCaveats_TokenTwice_EqualsOnce() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(100),
        Prop.ForAll(
            Arb.From(Gen.NonEmptyListOf(Caveats)),
            Arb.From(Gen.NonEmptyListOf(Caveats)),
            (first, second) =>
            {
                var token = OnedataToken.Decode(OnedataVectors.Text(1), new OnedataDecodeOptions { AsPlainText = true });
                var twice = token.AddCaveats(first, force: true).AddCaveats(second, force: true);
                return (string)twice.Token == (string)token.AddCaveats(first.Concat(second), force: true).Token
                    && twice.Caveats.SequenceEqual(first.Concat(second))
                    && Macaroon.Parse((string)twice.Token).Verify(OnedataVectors.Bytes(OnedataVectors.Signed(1)["secret"]));
            }));

    [Fact]
    public void AddCaveats_ExpiryWithoutEffect_Throws()
    {
        var token = Create("2/tmp-3/usr-u/act/i", $"time < {Now + 60}");
        var error = Assert.Throws<TokenArgumentException>(() => token.AddCaveats([TimeCaveat.Create(Now + 61)]));
        Assert.Equal((nameof(Messages.OnedataExpiryNotNarrower), "Caveat"), (error.ErrorId, error.ParameterName));
        Assert.Contains("2020-09-13T12:27:40Z", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, token.AddCaveats([TimeCaveat.Create(Now + 61)], force: true).Caveats.Count);
        Assert.Equal(2, token.AddCaveats([TimeCaveat.Create(Now + 60)]).Caveats.Count);
        Assert.Equal(nameof(Messages.CaveatMissing), Assert.Throws<TokenArgumentException>(() => token.AddCaveats([])).ErrorId);
        Assert.Equal(nameof(Messages.CaveatUnknown), Assert.Throws<TokenArgumentException>(() => token.AddCaveats([TokenCaveat.FromText("x = y")], force: true)).ErrorId);
    }

    [Theory]
    [InlineData("act", "", true)]
    [InlineData("idn", "service api data.readonly data.path data.objectid", false)]
    [InlineData("ujs:s:", "service interface api data.readonly data.path data.objectid", false)]
    public void AddCaveats_UnsupportedByType_Throws(string type, string refused, bool all)
    {
        var token = Create("2/tmp-3/usr-u/" + type + "/i");
        var kinds = Decode(OnedataVectors.Text(2)).Caveats;
        Assert.Equal(12, kinds.Count);
        foreach (var caveat in kinds)
        {
            if (all || !refused.Split(' ').Contains(caveat.Type))
            {
                Assert.Equal(caveat, Assert.Single(token.AddCaveats([caveat], force: true).Caveats));
            }
            else
            {
                var error = Assert.Throws<TokenArgumentException>(() => token.AddCaveats([caveat], force: true));
                Assert.Equal(nameof(Messages.OnedataCaveatUnsupported), error.ErrorId);
                Assert.Contains(caveat.Type, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("xyz:t1:p", "inviteToken", "t1")]
    [InlineData("new", "unknown", null)]
    [InlineData("new:a:b:c", "unknown", null)]
    public void AddCaveats_UnknownType_IsPreservedAndNarrowedWhereSafe(string type, string name, string? target)
    {
        var token = Create("2/tmp-3/usr-u/" + type + "/i", Valid);
        Assert.Equal((name, target, "usr-u", "i"), (token.Type, token.TargetId, token.Subject!.ToString(), token.Id));
        Assert.Null(token.InviteType);
        Assert.Contains("\"text\":\"" + type + "\"", token.ToString(), StringComparison.Ordinal);
        Assert.Contains("'" + type + "'", Assert.Single(token.Warnings).Message, StringComparison.Ordinal);

        var narrowed = token.AddCaveats([IpCaveat.Create(["10.0.0.0/8"])]);
        Assert.Equal("ip", narrowed.Caveats[^1].Type);
        Assert.Equal(type, narrowed.TokenType.ToString());
        Assert.Equal(
            nameof(Messages.OnedataCaveatUnsupported),
            Assert.Throws<TokenArgumentException>(() => token.AddCaveats([ReadOnlyDataCaveat.Instance])).ErrorId);
    }

    [Theory]
    [InlineData("3/a/b", "3/a/b", "OnedataWarningVersionUnknown", false)]
    [InlineData("2/tmp-3/svc-s1/act/i", "i", "OnedataWarningSubjectUnknown", true)]
    public void AddCaveats_UnknownVersionOrSubject_IsPreservedAndNarrowedWhereSafe(string identifier, string id, string warning, bool isTypeKnown)
    {
        var token = Create(identifier, Valid);
        Assert.Equal((id, warning), (token.Id, Assert.Single(token.Warnings).Id));
        Assert.NotNull(token.ExpiresAt);

        var narrowed = token.AddCaveats([IpCaveat.Create(["10.0.0.0/8"])]);
        Assert.Equal(["time", "ip"], narrowed.Caveats.Select(static caveat => caveat.Type));
        Assert.Equal((id, warning), (narrowed.Id, Assert.Single(narrowed.Warnings).Id));
        var error = Record.Exception(() => token.AddCaveats([ReadOnlyDataCaveat.Instance]));
        Assert.Equal(isTypeKnown ? null : nameof(Messages.OnedataCaveatUnsupported), (error as TokenArgumentException)?.ErrorId);
    }

    [Theory]
    [InlineData("act:")]
    [InlineData("idn:x")]
    [InlineData("ujc:x")]
    [InlineData("ABC")]
    [InlineData("a-b")]
    [InlineData("")]
    public void Decode_DamagedType_Throws(string type) =>
        Assert.Throws<TokenFormatException>(() => Create("2/tmp-3/usr-u/" + type + "/i"));

    [Fact]
    public void Decode_SessionToken_HasItsSession()
    {
        var token = Create("2/tmp-3/usr-u/act:0123456789abcdef/i", Valid);
        Assert.Equal("0123456789abcdef", token.SessionId);
        Assert.Contains("0123456789abcdef", Assert.Single(token.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_OtherSecret_HasAWarning()
    {
        var text = Sign("2/tmp-3/usr-u/act/i", "time < 8374891234");
        var token = OnedataToken.Decode(text, new OnedataDecodeOptions { Secret = TokenTools.Security.SecureText.FromString("other") });
        Assert.False(token.SignatureVerified);
        Assert.Equal(nameof(Messages.OnedataWarningSignature), Assert.Single(token.AnswerWarnings()).Id);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Decode_MalformedVector_ThrowsWithoutTheToken(string name)
    {
        // A newer zone may have more invite types and versions.
        if (name is "unknown invite type" or "version 3")
        {
            Assert.Contains(
                OnedataToken.Decode((string)OnedataVectors.Named("malformed", name)["serialized"]!).Warnings,
                static warning => warning.Id is nameof(Messages.OnedataWarningInviteTypeUnknown) or nameof(Messages.OnedataWarningVersionUnknown));
            return;
        }

        var text = (string)OnedataVectors.Named("malformed", name)["serialized"]!;
        var error = Assert.Throws<TokenFormatException>(() => OnedataToken.Decode(text));
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length > 20);
        Assert.True(text.Length == 0 || !error.Message.Contains(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("empty", nameof(Messages.MacaroonEmpty))]
    [InlineData("unknown escape 0a", nameof(Messages.MacaroonEscapeUnknown))]
    [InlineData("truncated", nameof(Messages.MacaroonCutOff))]
    [InlineData("rubbish", nameof(Messages.MacaroonPacketLengthUnreadable))]
    [InlineData("ozw- prefix is not allowed", nameof(Messages.MacaroonPrefixUnknown))]
    [InlineData("version 2, four parts", nameof(Messages.OnedataIdentifierParts))]
    [InlineData("empty session", nameof(Messages.OnedataIdentifierSessionEmpty))]
    public void Decode_MalformedVector_HasItsErrorId(string name, string errorId) => Assert.Equal(
        errorId,
        Assert.Throws<TokenFormatException>(() => OnedataToken.Decode((string)OnedataVectors.Named("malformed", name)["serialized"]!)).ErrorId);

    [Theory]
    [MemberData(nameof(Confined))]
    public void AddCaveats_Vector_EqualsTheOtherImplementation(string name)
    {
        var vector = OnedataVectors.Named("confine", name);
        var token = OnedataToken.Decode((string)vector["from"]!, new OnedataDecodeOptions { AsPlainText = true });
        Assert.Equal((string)vector["to"]!, token.AddCaveats(OnedataVectors.ByteLists(vector["add"]).Select(TokenCaveat.FromText)).Token);
    }

    [Fact]
    public void Decode_TokenWithEscapeSequences_ShowsNoneAndKeepsBytes()
    {
        var path = Convert.ToBase64String(Encoding.UTF8.GetBytes("/s1/" + Escape + "/"));
        var objectId = CdmiObjectId.Encode("uuid", "space" + Escape);
        byte[][] caveats =
        [
            Encoding.UTF8.GetBytes("future = " + Escape),
            [0xFF, 0x1B, 0x5B],
            Encoding.ASCII.GetBytes("data.path = " + path),
            Encoding.ASCII.GetBytes("data.objectid = " + objectId),
        ];
        var text = Macaroon.Create(Encoding.UTF8.GetBytes("zone" + Escape), "2/nmd/usr-u/act/id"u8.ToArray(), Secret, caveats).Serialize();

        var token = OnedataToken.Decode(text, new OnedataDecodeOptions { AsPlainText = true, ConnectionDomain = "zone.example.com" });
        Assert.Equal(text, token.Token);
        Assert.Equal(caveats, token.Caveats.Select(caveat => caveat.ToBytes()));
        Assert.Equal(5, token.Warnings.Count);
        var evaluations = token.Evaluate(new CaveatContext { DataPath = "/s1/file" });
        System.Collections.Generic.IEnumerable<string> shown =
        [
            token.OnezoneDomain, token.ToString(),
            .. token.Warnings.Select(warning => warning.Message),
            .. token.Caveats.SelectMany(caveat => new[] { caveat.Text, caveat.ToString(), caveat.ToJsonText() }),
            .. token.Caveats.OfType<DataPathCaveat>().SelectMany(caveat => caveat.Paths),
            .. token.Caveats.OfType<DataObjectIdCaveat>().SelectMany(caveat => caveat.SpaceIds),
            .. evaluations.SelectMany(evaluation => new[] { evaluation.Reason, evaluation.ToString() }),
        ];
        Assert.All(shown, value => Assert.True(TerminalText.IsHarmless(value), value));
    }

    [Theory]
    [InlineData(Now - 1, nameof(Messages.OnedataTimeHasPassed))]
    [InlineData(Now, nameof(Messages.OnedataTimeHasPassed))]
    [InlineData(Now + 1, null)]
    [InlineData(Now + 3600, null)]
    [InlineData(Now + 3601, nameof(Messages.OnedataExpiryNotNarrower))]
    public void AddCaveats_Expiry_IsLaterThanNowAndNotLaterThanTheTokens(long expiry, string? errorId)
    {
        var token = Create("2/tmp-3/usr-u/act/i", Valid);
        var error = Record.Exception(() => token.AddCaveats([TimeCaveat.Create(expiry)])) as TokenArgumentException;
        Assert.Equal(errorId, error?.ErrorId);
        Assert.Equal(errorId is null ? null : "Caveat", error?.ParameterName);
        Assert.Equal(2, token.AddCaveats([TimeCaveat.Create(expiry)], force: true).Caveats.Count);
    }

    [Fact]
    public void Decode_LengthOfASecureString_IsTheLimit()
    {
        // The maximum length of a SecureString is documented as 65,536 characters.
        var longest = SignToLength(65_536);
        Assert.Equal(longest, SecureText.Reveal((SecureString)OnedataToken.Decode(longest).Token));
        var longer = SignToLength(65_537);
        Assert.Equal(
            nameof(Messages.OnedataTooLongForSecureString), Assert.Throws<TokenFormatException>(() => OnedataToken.Decode(longer)).ErrorId);
        Assert.Equal(longer, OnedataToken.Decode(longer, new OnedataDecodeOptions { AsPlainText = true }).Token);
    }

    [Fact]
    public void Secured_PlainToken_KeepsItsProperties()
    {
        var text = Sign("2/nmd/usr-u/act/i", Valid);
        var plain = OnedataToken.Decode(text, new OnedataDecodeOptions
        {
            AsPlainText = true,
            ConnectionDomain = "other.example.com",
            Secret = SecureText.FromString(Encoding.ASCII.GetString(Secret)),
            Now = () => DateTimeOffset.FromUnixTimeSeconds(Now),
        });

        var secured = plain.Secured();

        Assert.Equal(text, SecureText.Reveal(Assert.IsType<SecureString>(secured.Token)));
        Assert.Equal((TimeSpan.FromHours(1), true), (secured.TimeLeft, secured.SignatureVerified));
        Assert.Equal(nameof(Messages.OnedataWarningLocation), Assert.Single(secured.Warnings).Id);
        Assert.Same(secured, secured.Secured());
        Assert.Null(OnedataToken.Decode(text, new OnedataDecodeOptions { AsPlainText = true }).Secured().ClockOffset);
    }

    [Theory]
    [InlineData("act", "data.readonly", "ONEZONE_API_KEY")]
    [InlineData("act", "interface = rest", "ONEZONE_API_KEY")]
    [InlineData("act", "interface = oneclient", "ONECLIENT_ACCESS_TOKEN")]
    [InlineData("idn", "interface = oneclient", null)]
    [InlineData("ujs:s1:", "asn = 1", "TOKENTOOLS_INVITE_TOKEN")]
    public void ToExport_Token_HasTheVariableOfItsProgram(string type, string caveat, string? variable)
    {
        var token = Create("2/nmd/usr-u/" + type + "/i", Valid, caveat);
        var export = ((TokenTools.Export.IExportableToken)token).ToExport();
        Assert.Equal((variable, token.ExpiresAt, false), (export.VariableName, export.Expiration, export.IsExpired));
        Assert.True(((TokenTools.Export.IExportableToken)Create("2/nmd/usr-u/act/i", $"time < {Now}")).ToExport().IsExpired);
    }

    [Fact]
    public void WarningsSince_NarrowedToken_HasOnlyNewWarnings()
    {
        var token = Create("2/tmp-3/usr-u/act/i", "ip = 10.0.0.0/8", "future = caveat");
        Assert.Equal(["OnedataWarningNoExpiry", "OnedataWarningCaveatUnknown"], token.WarningsSince(null).Select(warning => warning.Id));
        var narrowed = token.AddCaveats([TimeCaveat.Create(Now + 30), IpCaveat.Create(["192.168.0.1"])]);
        Assert.Contains(narrowed.Warnings, warning => warning.Id == nameof(Messages.OnedataWarningExpiresSoon));
        Assert.Equal(["OnedataWarningContradiction"], narrowed.WarningsSince(token).Select(warning => warning.Id));
    }

    private static Gen<TokenCaveat> Caveats => Gen.OneOf(
        Gen.Choose(0, int.MaxValue).Select(second => (TokenCaveat)TimeCaveat.Create(int.MaxValue - (long)second)),
        Gen.Choose(0, int.MaxValue).Select(number => (TokenCaveat)AsnCaveat.Create([number.ToString(CultureInfo.InvariantCulture), "7"])),
        Gen.Choose(0, 255).Select(octet => (TokenCaveat)IpCaveat.Create([$"10.0.{octet}.0/24"])),
        Gen.Elements(CaveatNames.Countries.Keys.ToArray()).Select(code => (TokenCaveat)CountryCaveat.Create([code], exclude: true)),
        Gen.Constant((TokenCaveat)ReadOnlyDataCaveat.Instance));
}
