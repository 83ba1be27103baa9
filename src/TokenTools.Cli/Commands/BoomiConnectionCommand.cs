using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;

namespace TokenTools.Cli.Commands;

/// <summary>The command for Test-BoomiConnection.</summary>
internal sealed class BoomiConnectionCommand : CliCommand
{
    private readonly SandboxOption _sandbox = new();
    private readonly BoomiOptionGroup _boomi;

    public BoomiConnectionCommand()
        : base(
            "boomi-connection",
            "Tests whether Boomi accepts the credentials, and shows the account. Creates nothing. The exit code is 2 if they are not accepted.")
    {
        Add(_sandbox);
        _boomi = new BoomiOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools boomi-connection --sandbox --output text",
        "tokentools boomi-connection --account-id acme-A1B2C3 --user-name admin@acme.example --api-token-file boomi.txt",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        using var sandbox = _sandbox.Start(context, _boomi.ServiceOptions);
        using var boomi = _boomi.Connect(context, sandbox);
        var code = _boomi.OneTimePassword(context, boomi);
        var test = await BoomiConnectionTester.TestAsync(boomi, code, context.Progress, context.CancellationToken);
        context.Warn(test.Warnings);
        context.Write(Result(test));
        return test.Accepted ? ExitCode.Success : ExitCode.Rejected;
    }

    private static CommandResult Result(BoomiConnectionTest test) => new(new JObject
    {
        ["accepted"] = test.Accepted,
        ["accountId"] = test.AccountId,
        ["accountName"] = test.AccountName,
        ["status"] = test.Status,
        ["expirationDate"] = JsonDate.Text(test.ExpirationDate),
        ["licenses"] = new JArray(test.Licenses.Select(static license => new JObject
        {
            ["name"] = license.Name,
            ["purchased"] = license.Purchased,
            ["used"] = license.Used,
        })),
        ["clockSkewSeconds"] = (long)test.ClockSkew.TotalSeconds,
        ["statusCode"] = test.StatusCode,
        ["reasonId"] = test.ReasonId,
        ["reason"] = test.Reason,
        ["advice"] = test.Advice,
    }.ToString(Formatting.None))
    {
        Rows =
        [
            ("Accepted", test.Accepted ? "yes" : "no"),
            ("AccountId", test.AccountId),
            ("AccountName", test.AccountName),
            ("Status", test.Status),
            ("Licenses", string.Join(", ", test.Licenses)),
            ("Reason", test.Reason),
            ("Advice", test.Advice),
        ],
    };
}
