using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.Sandbox;

/// <summary>Limits the length of everything that the sandbox keeps or repeats of a request.</summary>
/// <remarks>A request body can have 8 MiB. Without a limit, one field of it could make a response, or a kept object, as large.</remarks>
internal static class EchoedText
{
    /// <summary>The maximum length of an id, such as a subject's, a target's or a runtime cloud's. A longer id is not valid.</summary>
    public const int MaximumIdLength = 255;

    /// <summary>The maximum length of a field that an error repeats. Longer text is shortened.</summary>
    public const int MaximumLength = 4096;

    /// <summary>The text, shortened to <see cref="MaximumLength"/>.</summary>
    public static string Limit(string text) => text.Length <= MaximumLength ? text : text.Substring(0, MaximumLength - 1) + "…";

    /// <summary>A copy of the JSON; the shortened text of the JSON if that is longer than <see cref="MaximumLength"/>.</summary>
    public static JToken Limit(JToken json)
    {
        var text = json.ToString(Formatting.None);
        return text.Length <= MaximumLength ? json.DeepClone() : Limit(text);
    }
}
