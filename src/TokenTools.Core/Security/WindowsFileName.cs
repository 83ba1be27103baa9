using System;
using System.Text.RegularExpressions;

namespace TokenTools.Security;

/// <summary>Names that Windows reserves.</summary>
internal static class WindowsFileName
{
    // https://learn.microsoft.com/windows/win32/fileio/naming-a-file: with any extension; spaces at the end of the name don't count.
    // The superscript digits 1 to 3 count as digits.
    private static readonly Regex Device = new(
        @"\A(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9\u00B9\u00B2\u00B3]) *(?:[.:].*)?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline);

    /// <summary>True for a path whose file is a device, such as NUL.txt: what is written there is lost.</summary>
    public static bool IsDevice(string path) => path.StartsWith(@"\\.\", StringComparison.Ordinal)
        || Device.IsMatch(path.Substring(path.LastIndexOfAny(['\\', '/']) + 1));
}
