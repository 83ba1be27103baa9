using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace TokenTools.Benchmarks;

/// <summary>A plot with logarithmic axes, as SVG.</summary>
/// <param name="title">The title.</param>
/// <param name="horizontal">The name of the horizontal axis.</param>
/// <param name="unit">The unit of the vertical axis.</param>
internal sealed class LogPlot(string title, string horizontal, string unit)
{
    private const int Width = 640;
    private const int Height = 360;
    private const int Left = 70;
    private const int Bottom = 310;
    private const int Right = 620;
    private const int Top = 50;

    private readonly List<(string Name, string Color, string Dash, (double X, double Y)[] Points)> _series = [];

    /// <summary>Adds measured figures.</summary>
    public LogPlot Add(string name, IEnumerable<(double X, double Y)> points)
    {
        _series.Add((name, "#0b6bcb", "none", points.ToArray()));
        return this;
    }

    /// <summary>Adds a bound.</summary>
    public LogPlot AddLimit(string name, IEnumerable<(double X, double Y)> points)
    {
        _series.Add((name, "#c0392b", "6 4", points.ToArray()));
        return this;
    }

    /// <summary>Writes the plot to a file.</summary>
    public void Write(string path)
    {
        var all = _series.SelectMany(static series => series.Points).ToArray();
        var (left, right) = (Math.Log10(all.Min(static point => point.X)), Math.Log10(all.Max(static point => point.X)));
        var bottom = Math.Floor(Math.Log10(all.Min(static point => point.Y)));
        var top = Math.Ceiling(Math.Log10(all.Max(static point => point.Y)));
        string X(double value) => Number(Left + ((Right - Left) * (Math.Log10(value) - left) / (right - left)));
        string Y(double value) => Number(Bottom - ((Bottom - Top) * (Math.Log10(value) - bottom) / (top - bottom)));

        var svg = new StringBuilder();
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">
            <rect width="{Width}" height="{Height}" fill="#ffffff"/>
            <text x="{Left}" y="24" font-size="14">{title}</text>
            <text x="{(Left + Right) / 2}" y="{Height - 12}" text-anchor="middle">{horizontal}</text>
            """);
        foreach (var x in _series[0].Points.Select(static point => point.X))
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<path d="M{X(x)} {Top}V{Bottom}" stroke="#dddddd"/><text x="{X(x)}" y="{Bottom + 16}" text-anchor="middle">{x:N0}</text>""");
        }

        for (var exponent = (int)bottom; exponent <= (int)top; exponent++)
        {
            var y = Math.Pow(10, exponent);
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<path d="M{Left} {Y(y)}H{Right}" stroke="#dddddd"/><text x="{Left - 6}" y="{Y(y)}" text-anchor="end" dominant-baseline="middle">{y:0.####} {unit}</text>""");
        }

        for (var i = 0; i < _series.Count; i++)
        {
            var (name, color, dash, points) = _series[i];
            var line = string.Join(' ', points.Select(point => X(point.X) + "," + Y(point.Y)));
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dash}"/>""");
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left + 12}" y="{Top + 16 + (i * 16)}" fill="{color}">{name}</text>""");
        }

        svg.AppendLine("</svg>");
        File.WriteAllText(path, svg.ToString().ReplaceLineEndings("\n"));
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
