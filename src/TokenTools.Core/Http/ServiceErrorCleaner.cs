using System;
using System.Collections.Generic;
using System.Globalization;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>
/// Cleans an error that a service sent: each text is redacted, on one line and of limited length, and of details, only so many are kept
/// that the time does not depend on what the service sent.
/// </summary>
internal sealed class ServiceErrorCleaner
{
    /// <summary>The longest message.</summary>
    public const int LongestMessage = 1200;

    /// <summary>The longest id, and the longest name of a detail.</summary>
    public const int LongestName = 100;

    /// <summary>The longest text among the details.</summary>
    public const int LongestDetail = 300;

    /// <summary>The number of values that are kept, of all details together.</summary>
    public const int MaximumValues = 100;

    /// <summary>How deep details are nested at most.</summary>
    public const int MaximumDepth = 8;

    // Replaces the omitted entries.
    private const string Omitted = "…";

    // Of data that a user requested, which is more than the details of an error.
    private const int MaximumDataValues = 1000;
    private const int LongestData = 4096;

    private readonly Redactor _redactor;
    private readonly int _longestText;
    private int _valuesLeft;

    private ServiceErrorCleaner(Redactor redactor, int maximumValues = MaximumValues, int longestText = LongestDetail)
    {
        _redactor = redactor;
        _valuesLeft = maximumValues;
        _longestText = longestText;
    }

    /// <summary>The cleaned error; null for none.</summary>
    /// <param name="error">The error as the service sent it.</param>
    /// <param name="redactor">Knows the secrets of the request.</param>
    public static ServiceError? Clean(ServiceError? error, Redactor redactor) => new ServiceErrorCleaner(redactor).Clean(error);

    /// <summary>Data that a service sent, cleaned in the same way, but with more and longer values.</summary>
    /// <param name="data">The data.</param>
    /// <param name="redactor">Knows the secrets of the request.</param>
    public static IReadOnlyDictionary<string, object?> CleanData(IReadOnlyDictionary<string, object?> data, Redactor redactor) =>
        new ServiceErrorCleaner(redactor, MaximumDataValues, LongestData).Clean(data, 0);

    private ServiceError? Clean(ServiceError? error) => error is null
        ? null
        : new ServiceError(
            error.Id is null ? null : _redactor.RedactToLine(error.Id, LongestName),
            error.Message is null ? null : _redactor.RedactToLine(error.Message, LongestMessage),
            Clean(error.Details, 0),
            Clean(error.Inner));

    private Dictionary<string, object?> Clean(IReadOnlyDictionary<string, object?> details, int depth)
    {
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var pair in details)
        {
            if (depth == MaximumDepth || --_valuesLeft < 0)
            {
                result[Omitted] = Omitted;
                break;
            }

            // Two names may be the same without their secrets.
            var name = _redactor.RedactToLine(pair.Key, LongestName);
            result[name] = Clean(pair.Value, depth + 1);
        }

        return result;
    }

    private object? Clean(object? value, int depth) => value switch
    {
        string text => _redactor.RedactToLine(text, _longestText),
        IReadOnlyDictionary<string, object?> details => Clean(details, depth),
        IReadOnlyList<object?> list => Clean(list, depth),
        // A secret may consist of digits.
        IFormattable number => CleanNumber(number),
        _ => value,
    };

    private object CleanNumber(IFormattable number)
    {
        var text = number.ToString(null, CultureInfo.InvariantCulture);
        return _redactor.RedactToLine(text, _longestText) is var redacted && redacted == text ? number : redacted;
    }

    private object?[] Clean(IReadOnlyList<object?> list, int depth)
    {
        var result = new List<object?>();
        foreach (var element in list)
        {
            if (depth == MaximumDepth || --_valuesLeft < 0)
            {
                result.Add(Omitted);
                break;
            }

            result.Add(Clean(element, depth + 1));
        }

        return [.. result];
    }
}
