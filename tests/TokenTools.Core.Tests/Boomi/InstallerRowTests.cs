using System.Collections.Generic;
using System.Linq;
using TokenTools.Boomi;
using TokenTools.Rows;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>The columns of a row that describes a runtime.</summary>
public class InstallerRowTests
{
    // Boomi's own names: the Partner API, the installers' variables, and those of the container images (help.boomi.com).
    [Theory]
    [InlineData("overrideAccount", "OverrideAccountId")]
    [InlineData("installType", "InstallType")]
    [InlineData("durationMinutes", "DurationMinutes")]
    [InlineData("cloudId", "CloudId")]
    [InlineData("accountId", "AccountId")]
    [InlineData("atomName", "RuntimeName")]
    [InlineData("environmentId", "EnvironmentId")]
    [InlineData("localPath", "LocalPath")]
    [InlineData("localTempPath", "LocalTempPath")]
    [InlineData("jdkPath", "JdkPath")]
    [InlineData("sys.symlinksDir", "SymlinksDirectory")]
    [InlineData("dir", "InstallDirectory")]
    [InlineData("proxyHost", "ProxyHost")]
    [InlineData("proxyPort", "ProxyPort")]
    [InlineData("BOOMI_ATOMNAME", "RuntimeName")]
    [InlineData("BOOMI_ENVIRONMENTID", "EnvironmentId")]
    [InlineData("ATOM_LOCALHOSTID", "LocalHostId")]
    [InlineData("ATOM_VMOPTIONS_OVERRIDES", "VmOptions")]
    [InlineData("RuntimeName", "RuntimeName")]
    [InlineData("Path", "Path")]
    [InlineData("SecretName", "SecretName")]
    public void Find_NamesOfBoomi_SetTheSetting(string column, string key) => Assert.Equal(key, InstallerRow.Settings.Find(column)?.Key);

    [Fact]
    public void All_Settings_ArePropertiesOfASpec() => Assert.All(InstallerRow.Settings.All, static setting => Assert.True(
        typeof(InstallerTokenSpec).GetProperty(setting.Key) is not null || typeof(InstallerArgumentSpec).GetProperty(setting.Key) is not null, setting.Key));

    [Theory]
    [InlineData("override_account", "overrideAccount")]
    [InlineData("OverrideAcount", "overrideAccount")]
    [InlineData("Atom Name", "atomName")]
    [InlineData("runtime-name", "RuntimeName")]
    [InlineData("Account", "AccountId")]
    public void FindSimilar_Misspelling_NamesTheSetting(string column, string expected) =>
        Assert.Equal(expected, InstallerRow.Settings.FindSimilar(column));

    // A registry in which one name looks like another would reject correct columns.
    [Fact]
    public void Find_EveryName_IsFoundAndSetsOneSetting() => Assert.All(
        InstallerRow.Settings.All.SelectMany(static setting => setting.FieldNames.Append(setting.Key).Select(name => (name, setting))),
        static pair => Assert.Equal(pair.setting.Key, InstallerRow.Settings.Find(pair.name)?.Key));

    [Theory]
    [InlineData("Name")]
    [InlineData("Site")]
    [InlineData("Owner")]
    [InlineData("ComputerName")]
    [InlineData("HostName")]
    [InlineData("Environment")]
    [InlineData("Classification")]
    [InlineData("Id")]
    [InlineData("Token")]
    [InlineData("Expiration")]
    [InlineData("TimeLeft")]
    [InlineData("Comment")]
    public void FindSimilar_OrdinaryColumn_IsNone(string column)
    {
        Assert.Null(InstallerRow.Settings.Find(column));
        Assert.Null(InstallerRow.Settings.FindSimilar(column));
    }

    [Theory]
    [InlineData("RuntimeName", "a/b", nameof(Messages.InstallerNameReserved))]
    [InlineData("ProxyPort", "70000", nameof(Messages.SettingOutOfRange))]
    [InlineData("proxyPort", "http", nameof(Messages.NumberInvalid))]
    [InlineData("proxyHost", "http://proxy", nameof(Messages.InstallerProxyHost))]
    [InlineData("InstallDirectory", "~/boomi", nameof(Messages.InstallerFolderTilde))]
    [InlineData("LocalPath", "a\nb", nameof(Messages.InstallerValueControl))]
    public void ValidateInstaller_SettingThatNoInstallerAccepts_IsRejectedBeforeThereIsAToken(string column, string value, string errorId)
    {
        var row = new RowReader(InstallerRow.Settings).Read((IEnumerable<string>)["InstallType", column], name => name == column ? value : "ATOM");

        Assert.Equal(errorId, Assert.ThrowsAny<TokenException>(() => InstallerRow.ValidateInstaller(row)).ErrorId);
    }
}
