using System;
using System.Globalization;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Boomi.Objects;

/// <summary>The fields of an object that the service returned. Text is redacted, and unknown fields are ignored.</summary>
/// <param name="json">The object.</param>
/// <param name="redactor">Removes credentials that the service returns in a field.</param>
/// <param name="invalid">Creates the error for a field that is missing or not usable.</param>
internal sealed class BoomiFields(JObject json, Redactor redactor, Func<string, TokenApiException> invalid)
{
    /// <summary>The longest text of a field. Longer text is shortened, and a longer id is rejected.</summary>
    public const int MaximumLength = 255;

    /// <summary>A text; null if the field is missing or is not text.</summary>
    public string? Text(string name) => Raw(name) is { } text ? redactor.RedactToLine(text, MaximumLength) : null;

    /// <summary>An id, which becomes part of other requests.</summary>
    /// <exception cref="TokenApiException">It is missing, or it is not an id, such as one that contains a credential.</exception>
    public string Id(string name) => Raw(name) is { Length: > 0 and <= MaximumLength } id && redactor.RedactToLine(id, MaximumLength) == id
        ? id
        : throw invalid(name);

    /// <summary>A date; null if the field is missing or is not a date in a documented form.</summary>
    public DateTimeOffset? Date(string name) => BoomiDate.Parse(Raw(name));

    private string? Raw(string name) => json[name] is JValue { Type: JTokenType.String } value
        ? (string?)value
        : json[name] is JValue { Type: JTokenType.Integer } number
            ? Convert.ToString(number.Value, CultureInfo.InvariantCulture)
            : null;
}
