using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Cli;
using Xunit;

namespace TokenTools.FrontEnds.Tests;

/// <summary>
/// A secret in the place of any option or argument of <c>tokentools</c> is not repeated by a message, nor looked up in DNS. The places are
/// those that the commands have: a new option is tested by being there.
/// </summary>
[Collection("FrontEnds")]
public sealed class MisplacedOptionSecretTests : IClassFixture<MisplacedOptionSecretTests.Fixture>
{
    private const string UnknownCommand = "(unknown command)";
    private const string FurtherArgument = "(further argument)";
    private const string UnknownOption = "(unknown option)";

    // What a command needs besides the option that is tested.
    private static readonly Dictionary<string, string[]> Usual = new(StringComparer.Ordinal)
    {
        ["installer-token"] = ["ATOM", "--maximum-retry-count", "0"],
        ["wait-runtime"] = ["online", "--timeout-sec", "1", "--interval-sec", "1", "--maximum-retry-count", "0"],
        ["boomi-environment"] = ["Production", "--maximum-retry-count", "0"],
        ["boomi-attachment"] = ["--atom-id", "x", "--environment-id", "y", "--maximum-retry-count", "0"],
        ["bootstrap-token"] = ["--user-name", "admin", "--generate-password"],
        ["organization-manifest"] = ["acme", "acme.example"],
        ["temporary-token"] = ["--valid-for", "10m", "--maximum-retry-count", "0"],
        ["temporary-token-generation"] = ["--maximum-retry-count", "0"],
        ["named-token"] = ["ci", "--maximum-retry-count", "0"],
        ["revoke"] = ["named"],
        ["verify"] = ["--uri", "http://127.0.0.1:1/", "--no-proxy"],
        ["completion"] = ["bash"],
        ["gooddata-user"] = ["ada@example.com"],
        ["gooddata-api-token"] = ["--id", "x"],
    };

    private readonly Fixture _fixture;

    public MisplacedOptionSecretTests(Fixture fixture) => _fixture = fixture;

    public static TheoryData<string, string> Places { get; } = CreatePlaces();

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Command_SecretInPlaceOfAnything_IsNotShown(string command, string place)
    {
        foreach (var (kind, secret) in MisplacedSecrets.All)
        {
            // What is shown without -v is shown with it, too.
            var effect = await _fixture.FrontEnds.RunCommandAsync([.. Arguments(command, place, secret), "-v"]);

            MisplacedSecrets.AssertHidden(kind, Key(place), effect.Messages);
            Assert.False(effect.ErrorId is "NameNotResolved" or "ProxyNameNotResolved", kind + " as " + place + " is looked up in DNS.");
        }
    }

    private static string[] Arguments(string command, string place, string secret)
    {
        var usual = Usual.GetValueOrDefault(command, []);
        var given = Array.IndexOf(usual, place);
        return place switch
        {
            UnknownCommand => [secret],
            UnknownOption => [command, "--" + secret],
            FurtherArgument => [command, .. usual, secret],
            _ when place.StartsWith('#') => [command, .. Replace(usual, int.Parse(place[1..], null), secret)],
            _ when given >= 0 => [command, .. Replace(usual, given + 1, secret)],
            _ => [command, .. usual, place, secret],
        };
    }

    private static string[] Replace(string[] arguments, int index, string value) =>
        index < arguments.Length ? [.. arguments[..index], value, .. arguments[(index + 1)..]] : [.. arguments, value];

    // The setting's key: --valid-for is ValidFor.
    private static string Key(string place) => string.Concat(
        place.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static TheoryData<string, string> CreatePlaces()
    {
        var places = new TheoryData<string, string> { { string.Empty, UnknownCommand } };
        using var output = new StringWriter();
        var root = new TokenToolsCommand(new Terminal(output, output), []);
        foreach (var command in root.Subcommands.Where(static command => !command.Hidden))
        {
            // It runs until it is canceled; its options are tested as the cmdlet's parameters.
            if (command is TokenTools.Cli.Commands.SandboxCommand)
            {
                continue;
            }

            places.Add(command.Name, UnknownOption);
            places.Add(command.Name, FurtherArgument);
            for (var i = 0; i < command.Arguments.Count; i++)
            {
                places.Add(command.Name, "#" + i);
            }

            foreach (var option in command.Options.Where(static option => !option.Hidden))
            {
                places.Add(command.Name, option.Name);
            }

            places.Add(command.Name, root.Common.Output.Name);
        }

        return places;
    }

    /// <summary>Deleted runtimes with the secrets as their names, which are not waited for.</summary>
    public sealed class Fixture : IDisposable
    {
        public Fixture() => FrontEnds.RunForMessages(MisplacedSecrets.DeletedRuntimes, "sandbox", MisplacedSecrets.All.Values.ToArray());

        internal FrontEnds FrontEnds { get; } = new();

        public void Dispose() => FrontEnds.Dispose();
    }
}
