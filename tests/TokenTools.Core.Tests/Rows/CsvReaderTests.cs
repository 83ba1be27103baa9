using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using TokenTools.Rows;
using Xunit;

namespace TokenTools.Core.Tests.Rows;

public class CsvReaderTests
{
    [Fact]
    public void Read_Rfc4180_IsRead()
    {
        // RFC 4180 §2, and a file of Windows PowerShell's Export-Csv.
        var csv = Open("#TYPE Selected.System.String\r\n\"InstallType\",\"atomName\",Note\r\n\r\nATOM,\"a, \"\"b\"\"\",\"two\r\nlines\"\r\n\"MOLECULE\",,\r\nCLOUD\r\n");

        Assert.Equal(["InstallType", "atomName", "Note"], csv.Header);
        var rows = All(csv).ToList();
        Assert.Equal(["ATOM|a, \"b\"|two\nlines", "MOLECULE||", "CLOUD||"], rows.Select(static row => string.Join('|', row.Values)));
        Assert.Equal("ATOM", rows[0]["installtype"]);
    }

    [Theory]
    [InlineData("", nameof(Messages.CsvEmpty))]
    [InlineData("\n \n", nameof(Messages.CsvEmpty))]
    [InlineData("#TYPE x\n", nameof(Messages.CsvEmpty))]
    [InlineData("InstallType,installtype\nATOM,MOLECULE\n", nameof(Messages.CsvColumnTwice))]
    [InlineData("RuntimeName;InstallType\na;ATOM\n", nameof(Messages.CsvDelimiter))]
    [InlineData("RuntimeName\tInstallType\na\tATOM\n", nameof(Messages.CsvDelimiter))]
    [InlineData("InstallType\nATOM,60\n", nameof(Messages.CsvTooManyValues))]
    [InlineData("InstallType\n\"ATOM\n", nameof(Messages.CsvQuoteOpen))]
    public void Read_InvalidFile_IsRejected(string text, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(() => All(Open(text)).Count()).ErrorId);

    [Fact]
    public void Read_NotUtf8_IsRejected()
    {
        using var reader = new StreamReader(new MemoryStream([.. "InstallType,Name\nATOM,"u8, 0xFC, (byte)'\n']), new UTF8Encoding(false, true));

        Assert.Equal(
            nameof(Messages.CsvNotUnicode), Assert.Throws<TokenArgumentException>(() => All(new CsvReader(reader)).Count()).ErrorId);
    }

    private static CsvReader Open(string text) => new(new StringReader(text));

    private static IEnumerable<IReadOnlyDictionary<string, string>> All(CsvReader csv)
    {
        while (csv.Read() is { } row)
        {
            yield return row;
        }
    }
}
