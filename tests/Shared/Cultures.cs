using System;
using System.Globalization;

namespace TokenTools.Tests;

/// <summary>Runs code in another culture: tr-TR changes the case of i, de-DE the decimal point, th-TH the calendar.</summary>
internal static class Cultures
{
    public static readonly string[] Trying = ["tr-TR", "de-DE", "th-TH"];

    public static void In(string name, Action body)
    {
        var (culture, ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
        try
        {
            body();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, ui);
        }
    }
}
