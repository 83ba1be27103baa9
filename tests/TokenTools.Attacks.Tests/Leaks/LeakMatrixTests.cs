using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Support;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Attacks.Tests.Leaks;

/// <summary>A secret that a service repeats, in any form and in any place, cannot be read from any stream.</summary>
public sealed class LeakMatrixTests : IClassFixture<LeakMatrixTests.Fixture>
{
    // In each place of the sample; each form is in one of them at least.
    private const int SampledDisguises = 4;

    // Short secrets are tried in one place of each kind.
    private static readonly string[] PlacesOfShortSecrets = ["boomi.message", "boomi.installType", "onezone.detail", "gooddata.challenge"];

    private readonly Fixture _fixture;

    public LeakMatrixTests(Fixture fixture) => _fixture = fixture;

    public static TheoryData<string, string> Rows { get; } = CreateRows();

    public static TheoryData<string> Disguises { get; } = new(Disguise.All.Keys);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Shown_SecretInAnyForm_CannotBeRead(string place, string secretKind)
    {
        var tested = LeakPlace.All[place];
        var cells = AttackSize.Sample([.. Disguise.All.Values], LeakPlace.IndexOf(place) / LeakPlace.SampleStep, SampledDisguises)
            .Select(disguise => (Disguise: disguise, Secret: Secret(secretKind, disguise.Name)))
            .Select(static cell => (cell.Disguise, cell.Secret, Text: cell.Disguise.Encode(cell.Secret)))
            .Where(cell => tested.CanHold(cell.Text))
            .ToList();

        var shown = await LeakProbe.RunAsync(_fixture.Session, tested, cells.Select(static cell => (cell.Secret, cell.Text)));

        Assert.NotEmpty(shown.Streams);
        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new SecretReader(cells.Select(static cell => KeyValuePair.Create(cell.Disguise.Name, cell.Secret)));
        foreach (var stream in shown.Streams)
        {
            foreach (var disguise in reader.Read(shown[stream]))
            {
                failures[stream + "/" + disguise] = "a secret is read from " + cells.Single(cell => cell.Disguise.Name == disguise).Text;
            }
        }

        Checks.Assert("leaks/" + place + "/" + secretKind, failures);
    }

    [Theory]
    [MemberData(nameof(Disguises))]
    public void Read_DisguisedSecret_FindsItAndNoOther(string disguise)
    {
        foreach (var kind in new[] { "uuid", "short" })
        {
            var reader = new SecretReader(
                [KeyValuePair.Create("disguised", Secret(kind, disguise)), KeyValuePair.Create("another", Secret(kind, "another"))]);
            var shown = "Boomi rejected the request: x " + Disguise.All[disguise].Encode(Secret(kind, disguise)) + " y.";
            Assert.Equal(["disguised"], reader.Read(shown));
        }
    }

    // The same in every run, and none like another.
    private static string Secret(string kind, string seed)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(kind + seed));
        return kind == "uuid"
            ? new Guid(hash.AsSpan(0, 16)).ToString("D")
            : Convert.ToBase64String(hash).Replace('+', 'x').Replace('/', 'y')[..9] + "!";
    }

    private static TheoryData<string, string> CreateRows()
    {
        var rows = new TheoryData<string, string>();
        foreach (var place in LeakPlace.Sample(2))
        {
            rows.Add(place, "uuid");
        }

        foreach (var place in PlacesOfShortSecrets)
        {
            rows.Add(place, "short");
        }

        return rows;
    }

    /// <summary>A session for the whole matrix, with a token to verify.</summary>
    public sealed class Fixture : IDisposable
    {
        public Fixture()
        {
            using var sandbox = TokenSandbox.Start();
            Session.Set("testedToken", sandbox.OnezoneUserToken);
        }

        internal PowerShellSession Session { get; } = new();

        public void Dispose() => Session.Dispose();
    }
}
