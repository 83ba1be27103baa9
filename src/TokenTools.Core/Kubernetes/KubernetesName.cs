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

    // https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
    private static readonly Regex LabelText = new(
        @"\A(?:[A-Za-z0-9](?:[-._A-Za-z0-9]{0,61}[A-Za-z0-9])?)\z", RegexOptions.CultureInvariant);

    /// <summary>True for a valid name of a label: up to 63 characters, after an optional prefix, which is a DNS subdomain.</summary>
    public static bool IsLabelKey(string text)
    {
        var slash = text.IndexOf('/');
        return LabelText.IsMatch(text.Substring(slash + 1)) && (slash < 0 || IsObject(text.Substring(0, slash)));
    }

    /// <summary>True for a valid value of a label, which may be empty.</summary>
    public static bool IsLabelValue(string text) => text.Length == 0 || LabelText.IsMatch(text);

    /// <summary>True for a valid key of a Secret.</summary>
    public static bool IsSecretKey(string? text) => text is not null && Key.IsMatch(text);

    /// <summary>True for a valid name of most objects, including Secrets (an RFC 1123 subdomain).</summary>
    public static bool IsObject(string? text) => text is not null && Object.IsMatch(text);

    /// <summary>True for a valid name of a namespace (an RFC 1123 label).</summary>
    public static bool IsNamespace(string? text) => text is not null && Label.IsMatch(text);
}
