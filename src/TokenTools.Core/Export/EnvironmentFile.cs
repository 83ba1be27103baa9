using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using TokenTools.Security;

namespace TokenTools.Export;

/// <summary>The content of a file of environment variables: lines of name=value in UTF-8.</summary>
/// <remarks>docker, podman and systemd read such lines literally: nothing is quoted or escaped.</remarks>
internal static class EnvironmentFile
{
    // docker compose interprets some of them (https://docs.docker.com/reference/compose-file/services/#env_file), and a shell that sources
    // the file all of them (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html, 2.2 and 2.6.1).
    private const string Interpreted = "'\"$\\#`;&|<>()~";

    // https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap03.html, 3.216 Name
    private static readonly Regex VariableName = new(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant);

    /// <summary>True for a name that every shell accepts.</summary>
    public static bool IsVariableName(string name) => VariableName.IsMatch(name);

    /// <summary>A warning for each value that some readers of the file interpret.</summary>
    public static IEnumerable<TokenWarning> FindInterpreted(IEnumerable<NamedValue> values) => values
        .Where(static value => value.ContainsAny(static c => char.IsWhiteSpace(c) || char.IsControl(c) || Interpreted.IndexOf(c) >= 0))
        .Select(static value => new TokenWarning(nameof(Messages.InstallerWarningInterpreted), new SettingName(value.SettingKey)));

    /// <summary>Writes a line for each value, which has no line break.</summary>
    public static void Write(IEnumerable<NamedValue> values, SecretBuffer text)
    {
        foreach (var value in values)
        {
            text.Add(value.Name + "=");
            text.AddSecret(value.Value);
            text.Add("\n");
        }
    }
}
