using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>A caveat that lists what is allowed: <c>name = one|another</c>.</summary>
public abstract class WhitelistCaveat : TokenCaveat
{
    private protected WhitelistCaveat(CaveatKind kind, string[] whitelist, IEnumerable<string>? inText = null)
        : base(kind, kind.Type + " = " + string.Join("|", inText ?? whitelist)) => Whitelist = Array.AsReadOnly(whitelist);

    /// <summary>What is allowed, as the API's JSON has it.</summary>
    public IReadOnlyList<string> Whitelist { get; }

    internal override CaveatProblem? FindProblem()
    {
        foreach (var element in Whitelist)
        {
            if (FindElementProblem(element) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    // The parts of a text; null when the operator is wrong or a part isn't accepted.
    private protected static string[]? Split(string operation, string value, Func<string, CaveatProblem?> check)
    {
        var parts = value.Split('|');
        return operation == "=" && parts.All(part => check(part) is null) ? parts : null;
    }

    // Values as a caller gave them, each accepted by the strict rules.
    private protected static string[] Given(IEnumerable<string> values, CaveatKind kind, string parameterName, Func<string, CaveatProblem?> check)
    {
        var given = (values ?? throw new ArgumentNullException(nameof(values))).ToArray();
        if (given.Length == 0)
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.CaveatListEmpty), kind.Type);
        }

        foreach (var value in given)
        {
            if (check(value ?? string.Empty) is { } problem)
            {
                throw problem.AsArgument(parameterName);
            }
        }

        return given;
    }

    private protected abstract CaveatProblem? FindElementProblem(string element);

    private protected override void WriteJson(JObject json) => json["whitelist"] = new JArray(Whitelist);
}
