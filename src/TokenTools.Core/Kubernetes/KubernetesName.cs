using System.Text.RegularExpressions;

namespace TokenTools.Kubernetes;

/// <summary>What Kubernetes takes for a name (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/).</summary>
internal static class KubernetesName
{
    private static readonly Regex Object = new(
        @"\A(?=.{1,253}\z)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant);

    private static readonly Regex Label = new(@"\A[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant);

    /// <summary>True for what most objects, Secrets among them, can be called (RFC 1123, a subdomain).</summary>
    public static bool IsObject(string? text) => text is not null && Object.IsMatch(text);

    /// <summary>True for what a namespace can be called (RFC 1123, a label).</summary>
    public static bool IsNamespace(string? text) => text is not null && Label.IsMatch(text);
}
