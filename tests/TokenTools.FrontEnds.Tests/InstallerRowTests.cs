using System.Linq;
using System.Management.Automation;
using System.Reflection;
using TokenTools.Boomi;
using TokenTools.PowerShell.Commands.Boomi;
using Xunit;

namespace TokenTools.FrontEnds.Tests;

/// <summary>The columns of a row that describes a runtime are parameters of the two cmdlets.</summary>
public class InstallerRowTests
{
    private static readonly PropertyInfo[] Parameters = new[] { typeof(NewInstallerTokenCommand), typeof(ConvertToInstallerArgumentCommand) }
        .SelectMany(static cmdlet => cmdlet.GetProperties())
        .Where(static property => property.GetCustomAttribute<ParameterAttribute>() is not null)
        .ToArray();

    [Fact]
    public void Settings_Always_AreParameters() => Assert.All(
        InstallerRow.Settings.All, static setting => Assert.Contains(Parameters, parameter => parameter.Name == setting.Key));

    // A parameter that rows can bind must be a column: otherwise a misspelling of it would be ignored.
    [Fact]
    public void ParametersThatRowsBind_Always_AreSettings() => Assert.All(
        Parameters.Where(static parameter => parameter.GetCustomAttributes<ParameterAttribute>().Any(static attribute => attribute.ValueFromPipelineByPropertyName)),
        static parameter => Assert.NotNull(InstallerRow.Settings.Find(parameter.Name)));

    // An alias of such a parameter names a column as well.
    [Fact]
    public void Aliases_OfParametersThatRowsBind_AreFieldNames() => Assert.All(
        Parameters.Where(static parameter => parameter.GetCustomAttributes<ParameterAttribute>().Any(static attribute => attribute.ValueFromPipelineByPropertyName)),
        static parameter => Assert.All(
            parameter.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? [],
            alias => Assert.Equal(parameter.Name, InstallerRow.Settings.Find(alias)?.Key)));
}
