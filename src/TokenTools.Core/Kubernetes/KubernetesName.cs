using System.Text.RegularExpressions;

namespace TokenTools.Kubernetes;

/// <summary>The names of Kubernetes objects (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/).</summary>
internal static class KubernetesName
{
    private static readonly Regex Object = new(
        @"\A(?=.{1,253}\z)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant);

    private static readonly Regex Label = new(@"\A[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant);

    // https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/
    private static readonly Regex Key = new(@"\A(?!\.\z|\.\.)[-._a-zA-Z0-9]{1,253}\z", RegexOptions.CultureInvariant);

    /// <summary>True for a valid key of a Secret.</summary>
    public static bool IsSecretKey(string? text) => text is not null && Key.IsMatch(text);

    /// <summary>True for a valid name of most objects, including Secrets (an RFC 1123 subdomain).</summary>
    public static bool IsObject(string? text) => text is not null && Object.IsMatch(text);

    /// <summary>True for a valid name of a namespace (an RFC 1123 label).</summary>
    public static bool IsNamespace(string? text) => text is not null && Label.IsMatch(text);
}
