using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace TokenTools.Benchmarks;

/// <summary>A plot over a logarithmic horizontal axis, as SVG.</summary>
/// <param name="title">The title.</param>
/// <param name="horizontal">The name of the horizontal axis.</param>
/// <param name="unit">The unit of the vertical axis.</param>
/// <param name="isLinear">Whether the vertical axis is linear from zero, instead of logarithmic.</param>
internal sealed class LogPlot(string title, string horizontal, string unit, bool isLinear = false)
{
    private const int Width = 640;
    private const int Height = 360;
    private const int Left = 78;
    private const int Bottom = 296;
    private const int Right = 610;
    private const int Top = 48;
    private const int LinearSteps = 5;

    private readonly List<(string Name, string Color, bool IsLimit, (double X, double Y)[] Points)> _series = [];

    /// <summary>Adds measured figures.</summary>
    public LogPlot Add(string name, IEnumerable<(double X, double Y)> points)
    {
        _series.Add((name, "#0b6bcb", false, points.ToArray()));
        return this;
    }

    /// <summary>Adds a bound.</summary>
    public LogPlot AddLimit(string name, IEnumerable<(double X, double Y)> points)
    {
        _series.Add((name, "#c0392b", true, points.ToArray()));
        return this;
    }

    /// <summary>Writes the plot to a file.</summary>
    public void Write(string path) => File.WriteAllText(path, ToSvg());

    /// <summary>The plot.</summary>
    public string ToSvg()
    {
        var all = _series.SelectMany(static series => series.Points).ToArray();
        var (left, right) = (Math.Log10(all.Min(static point => point.X)), Math.Log10(all.Max(static point => point.X)));
        var ticks = (isLinear ? LinearTicks(all) : Decades(all)).ToArray();
        var (bottom, top) = (Scale(ticks[0]), Scale(ticks[^1]));
        string X(double value) => Number(Left + ((Right - Left) * (Math.Log10(value) - left) / (right - left)));
        string Y(double value) => Number(Bottom - ((Bottom - Top) * (Scale(value) - bottom) / (top - bottom)));

        var svg = new StringBuilder();
        void Line(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"""<svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{Height}" viewBox="0 0 {Width} {Height}" role="img" aria-labelledby="title" font-family="sans-serif" font-size="12" fill="#333333">""");
        Line($"""  <title id="title">{title}</title>""");
        Line($"""  <rect width="{Width}" height="{Height}" fill="#ffffff"/>""");
        Line($"""  <text x="{Left}" y="26" font-size="14" font-weight="bold">{title}</text>""");
        foreach (var x in _series[0].Points.Select(static point => point.X))
        {
            Line($"""  <path d="M{X(x)} {Top}V{Bottom}" stroke="#e4e4e4"/>""");
            Line($"""  <text x="{X(x)}" y="{Bottom + 18}" text-anchor="middle">{x:#,0}</text>""");
        }

        foreach (var y in ticks)
        {
            Line($"""  <path d="M{Left} {Y(y)}H{Right}" stroke="#e4e4e4"/>""");
            Line($"""  <text x="{Left - 8}" y="{Y(y)}" text-anchor="end" dominant-baseline="middle">{y:#,0.####} {unit}</text>""");
        }

        Line($"""  <path d="M{Left} {Top}V{Bottom}H{Right}" fill="none" stroke="#888888"/>""");
        Line($"""  <text x="{(Left + Right) / 2}" y="{Bottom + 36}" text-anchor="middle">{horizontal}</text>""");
        foreach (var (_, color, isLimit, points) in _series)
        {
            var line = string.Join(' ', points.Select(point => X(point.X) + "," + Y(point.Y)));
            Line($"""  <polyline points="{line}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{(isLimit ? "6 4" : "none")}"/>""");
            foreach (var point in isLimit ? [] : points)
            {
                Line($"""  <circle cx="{X(point.X)}" cy="{Y(point.Y)}" r="3" fill="{color}"/>""");
            }
        }

        // The legend, below the axis: there it hides nothing.
        for (var i = 0; i < _series.Count; i++)
        {
            var (name, color, isLimit, _) = _series[i];
            var x = Left + (i * 190);
            Line($"""  <path d="M{x} {Height - 12}h26" stroke="{color}" stroke-width="2" stroke-dasharray="{(isLimit ? "6 4" : "none")}"/>""");
            Line($"""  <text x="{x + 34}" y="{Height - 8}">{name}</text>""");
        }

        Line($"</svg>");
        return svg.ToString();
    }

    private double Scale(double value) => isLinear ? value : Math.Log10(value);

    private static IEnumerable<double> Decades((double X, double Y)[] points)
    {
        var last = (int)Math.Ceiling(Math.Log10(points.Max(static point => point.Y)));
        for (var exponent = (int)Math.Floor(Math.Log10(points.Min(static point => point.Y))); exponent <= last; exponent++)
        {
            yield return Math.Pow(10, exponent);
        }
    }

    // From zero, in steps of 1, 2 or 5 times a power of ten.
    private static IEnumerable<double> LinearTicks((double X, double Y)[] points)
    {
        var most = points.Max(static point => point.Y);
        var power = Math.Pow(10, Math.Floor(Math.Log10(most / LinearSteps)));
        var step = power * new[] { 1, 2, 5, 10 }.First(factor => factor * power * LinearSteps >= most);
        for (var i = 0; (i - 1) * step < most; i++)
        {
            yield return i * step;
        }
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
