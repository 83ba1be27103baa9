using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Security;
using System.Text;
using TokenTools.Security;

namespace TokenTools.Core.Tests.Net;

/// <summary>Finds what an object still contains of a secret, in its own fields and those of all objects that it leads to.</summary>
internal static class ReadableSecrets
{
    // Not beyond HttpClient, into the sockets and threads that all of the process shares.
    private static readonly string[] Namespaces = ["TokenTools", "System.Net.Http", "System.Net", "System.Collections", "System.Security"];

    /// <summary>The paths of the fields in which one of the texts can be read.</summary>
    public static IReadOnlyList<string> Find(object root, params string[] secrets)
    {
        var found = new List<string>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<(object Value, string Path)>([(root, root.GetType().Name)]);
        while (waiting.Count > 0)
        {
            var (value, path) = waiting.Pop();
            if (!value.GetType().IsValueType && !seen.Add(value))
            {
                continue;
            }

            if (Text(value) is { } text)
            {
                if (secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal)))
                {
                    found.Add(path);
                }

                continue;
            }

            foreach (var (next, name) in Next(value))
            {
                waiting.Push((next, path + "." + name));
            }
        }

        return found;
    }

    private static string? Text(object value)
    {
        switch (value)
        {
            case string text:
                return text;
            case char[] chars:
                return new string(chars);
            case byte[] bytes:
                return Encoding.Latin1.GetString(bytes);
            case SecureString secure:
                try
                {
                    return SecureText.Reveal(secure);
                }
                catch (ObjectDisposedException)
                {
                    return string.Empty;
                }

            default:
                return null;
        }
    }

    private static IEnumerable<(object Value, string Name)> Next(object value)
    {
        if (value is Array array)
        {
            return array.GetType().GetElementType() is { IsPrimitive: false } or null
                ? array.Cast<object?>().Where(static item => item is not null).Select(static item => (item!, "[]"))
                : [];
        }

        if (value is Delegate { Target: { } target })
        {
            return [(target, "Target")];
        }

        var type = value.GetType();
        return Namespaces.Any(name => type.Namespace == name || type.Namespace?.StartsWith(name + ".", StringComparison.Ordinal) == true)
            && type.Namespace != "System.Net.Sockets"
            ? Fields(type)
                .Where(static field => !field.FieldType.IsPointer && !field.FieldType.IsByRefLike && !field.FieldType.IsPrimitive)
                .Select(field => (Value: field.GetValue(value), field.Name))
                .Where(static item => item.Value is not null)
                .Select(static item => (item.Value!, item.Name))
            : [];
    }

    private static IEnumerable<FieldInfo> Fields(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}
