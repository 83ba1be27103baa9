using System.Collections.Generic;
using System.Linq;
using TokenTools.Attacks.Tests.Support;

namespace TokenTools.Attacks.Tests.Readers;

/// <summary>Values that mean something to a reader of a form that does not quote or escape them.</summary>
internal static class HostileValues
{
    /// <summary>A file that exists if a value was run as a command.</summary>
    public const string Marker = "PWNED";

    /// <summary>Values that are on one line: every form can hold them.</summary>
    public static IReadOnlyList<string> OfSettings { get; } =
    [
        // shells
        "$(touch PWNED)", "`touch PWNED`", ";touch PWNED", "x;touch PWNED", "x&touch PWNED", "&& touch PWNED", "x|touch PWNED", "x touch PWNED",
        ">PWNED", "x >PWNED", "<(touch PWNED)", "$HOME", "${HOME}", "${IFS}", "a~", "a~/x", "a:~/b", "*", "?",
        "[a-z]*", "{a,b}", "!!", "!x", "'", "\"", "'; touch PWNED; '", "\"; touch PWNED; \"", "(touch PWNED)", "\\", "end\\", "a\\ b",
        "#x", "x #y", "x#y", "export A=b", "A=b", "INSTALL_TOKEN=x", "a=b=c", "=", "-n", "--", "-dir", "-VinstallToken=x", "@x", "%PATH%", "^&x",
        // properties
        "\\u000ainstallToken=x", "\\ninstallToken=x", "C:\\Program Files\\x", "!x=y", ":", "a:b", "\\u0041",
        // YAML
        "yes", "no", "on", "y", "null", "0x10", "0123", "1:20", "1e3", "1_000", ".inf", "2030-01-31", "- a", "a: b", "{a: b}", "[a]", "&a",
        "*a", "!!python/object/apply:os.system ['touch PWNED']", "!ruby/object:Object {}", "|", ">", "---", "...", "%YAML 1.1", "<<", "@", "`",
        "\", \"INSTALL_TOKEN\": \"x", "{{ x }}",
        // characters that some readers take for a line break, white space, a quotation mark or a mark of byte order
        "x\u2028INSTALL_TOKEN=x", "x\u2029INSTALL_TOKEN=x", "x\u00A0touch PWNED", "\uFEFFx", "‘x’", "“x”", "\u202Ex", "\u3000x", "ünï🔑", "\uFFFD",
    ];

    /// <summary>Values that only a secret may have.</summary>
    public static IReadOnlyList<string> OfSecrets { get; } =
    [
        .. OfSettings, " leading", "trailing ", "\tx", "x\t", "x\ty", "x\u0001", "x\fINSTALL_TOKEN=x", "x\vINSTALL_TOKEN=x", "x\u0085INSTALL_TOKEN=x",
        "\u001b[2J", "x\u007f", "\u0085", "\f",
    ];

    /// <summary>Values that a line cannot hold, or no text.</summary>
    public static IReadOnlyList<string> Rejected { get; } =
    [
        "x\nINSTALL_TOKEN=y", "x\r\ninstallToken=y", "x\rINSTALL_TOKEN=y", "x\0y", "\n", "x\n", "\ud800", "x\udc00y",
    ];

    /// <summary>Pairs of a setting and a secret, in which each value is once at least; of these, a third by default.</summary>
    public static IReadOnlyList<(string Setting, string Secret)> Pairs { get; } =
    [
        .. OfSecrets
            .Select(static (secret, number) => (OfSettings[(number + 1) % OfSettings.Count], secret))
            .Where(static (_, number) => AttackSize.Of(sample: number % 3 == 1, full: true)),
    ];

    /// <summary>The settings of <see cref="Pairs"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Pairs.Select(static pair => pair.Setting)];
}
