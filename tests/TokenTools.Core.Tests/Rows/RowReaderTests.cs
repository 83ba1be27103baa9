using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Rows;
using Xunit;

namespace TokenTools.Core.Tests.Rows;

public class RowReaderTests
{
    private static readonly RowSettings Settings = new(
    [
        new RowSetting(nameof(Spec.InstallType)),
        new RowSetting(nameof(Spec.OverrideAccountId), "overrideAccount"),
        new RowSetting(nameof(Spec.RuntimeName), "atomName"),
        new RowSetting(nameof(Spec.AccountId)) { SimilarNames = ["Account"] },
        new RowSetting(nameof(Spec.ProxyPort)),
        new RowSetting(nameof(Spec.ValidFor)),
        new RowSetting("Path"),
    ]);

    [Theory]
    [InlineData("OverrideAccountId")]
    [InlineData("overrideaccountid")]
    [InlineData("overrideAccount")]
    [InlineData("OVERRIDEACCOUNT")]
    [InlineData(" overrideAccount ")]
    public void Read_NameOfSettingOrField_SetsTheSetting(string column) =>
        Assert.Equal("acme-A1B2C3", Read((column, "acme-A1B2C3")).Text("OverrideAccountId"));

    [Theory]
    [InlineData("override_account", "overrideAccount")]
    [InlineData("Override Account Id", "OverrideAccountId")]
    [InlineData("override-account-id", "OverrideAccountId")]
    [InlineData("OverideAccountId", "OverrideAccountId")] // one letter missing
    [InlineData("OverrideAccountIds", "OverrideAccountId")] // one added
    [InlineData("OverrideAccountIf", "OverrideAccountId")] // another one
    [InlineData("OvrerideAccountId", "OverrideAccountId")] // swapped
    [InlineData("XoverrideAccount", "overrideAccount")]
    [InlineData("atom_nmae", "atomName")]
    [InlineData("Account", "AccountId")]
    [InlineData("p a t h", "Path")]
    public void Read_NameThatLooksLikeASetting_IsAnError(string column, string expected)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Read(("InstallType", "ATOM"), (column, "x")));

        Assert.Equal("RowColumnSimilar", error.ErrorId);
        Assert.Contains("'" + column + "'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'" + expected + "'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Owner")]
    [InlineData("Patch")] // short names have similar words
    [InlineData("Site")]
    [InlineData("")]
    [InlineData("---")]
    [InlineData("OverrideAccountsIds")]
    [InlineData("ProxyHost")]
    public void Read_AnotherName_IsIgnored(string column)
    {
        var row = Read(("InstallType", "ATOM"), (column, "x"));

        Assert.Equal("ATOM", row.Text("InstallType"));
        Assert.True(row.HasColumn("InstallType"));
    }

    [Fact]
    public void Read_SnakeCase_IsAcceptedOnlyWhereItIsEnabled()
    {
        var settings = new RowSettings([new RowSetting("AdminGroup"), new RowSetting("Id")], acceptsSnakeCase: true);
        var row = new RowReader(settings).Read(["admin_group", "id"], static column => column + "!");

        Assert.Equal("admin_group!", row.Text("AdminGroup"));
        Assert.Equal("id!", row.Text("Id"));
    }

    [Fact]
    public void Read_ValueOfAnotherColumn_IsNotEvaluated() =>
        new RowReader(Settings).Read(["Owner"], static _ => throw new InvalidOperationException());

    [Fact]
    public void Read_TwoColumnsWithDifferentValues_IsAnErrorThatNamesBoth()
    {
        var error = Assert.Throws<TokenArgumentException>(() => Read(("OverrideAccountId", "a-A1B2C3"), ("overrideAccount", "b-A1B2C3")));

        Assert.Equal("RowColumnsDiffer", error.ErrorId);
        Assert.Contains("'OverrideAccountId' and 'overrideAccount'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "b-A1B2C3")]
    [InlineData("b-A1B2C3", " ")]
    [InlineData("b-A1B2C3", "b-A1B2C3")]
    public void Read_TwoColumnsThatAgree_HaveTheValue(string first, string second) =>
        Assert.Equal("b-A1B2C3", Read(("OverrideAccountId", first), ("overrideAccount", second)).Text("OverrideAccountId"));

    [Fact]
    public void CopyTo_Cells_SetThePropertiesOfTheSpec()
    {
        var spec = new Spec { RuntimeName = "kept", AccountId = "given" };

        Read(("InstallType", "ATOM"), ("ProxyPort", " 8080 "), ("ValidFor", "90m"), ("atomName", " "), ("AccountId", "row"), ("Path", "p"))
            .CopyTo(spec, static key => key == "AccountId");

        Assert.Equal(("ATOM", 8080, TimeSpan.FromMinutes(90)), (spec.InstallType, spec.ProxyPort, spec.ValidFor));
        Assert.Equal(("kept", "given"), (spec.RuntimeName, spec.AccountId));
    }

    [Fact]
    public void CopyTo_ValuesOfTheType_AreNotConverted()
    {
        var spec = new Spec();

        Read(("ProxyPort", 8080), ("ValidFor", TimeSpan.FromHours(2)), ("InstallType", 7)).CopyTo(spec);

        Assert.Equal((8080, TimeSpan.FromHours(2), "7"), (spec.ProxyPort, spec.ValidFor, spec.InstallType));
    }

    [Theory]
    [InlineData("ProxyPort", "80a", "NumberInvalid")]
    [InlineData("ValidFor", "soon", "DurationInvalid")]
    public void CopyTo_InvalidValue_IsAnError(string column, string value, string errorId)
    {
        var error = Assert.ThrowsAny<TokenException>(() => Read((column, value)).CopyTo(new Spec()));

        Assert.Equal(errorId, error.ErrorId);
    }

    private static Row Read(params (string Column, object Value)[] cells)
    {
        var values = cells.ToDictionary(static cell => cell.Column, static cell => cell.Value, StringComparer.Ordinal);
        return new RowReader(Settings).Read((IEnumerable<string>)values.Keys, column => values[column]);
    }

    private sealed class Spec
    {
        public string? InstallType { get; set; }

        public string? OverrideAccountId { get; set; }

        public string? RuntimeName { get; set; }

        public string? AccountId { get; set; }

        public int? ProxyPort { get; set; }

        public TimeSpan? ValidFor { get; set; }
    }
}
