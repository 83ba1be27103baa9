using System.Collections.Generic;
using System.Security;
using TokenTools.Boomi;
using TokenTools.GoodData;
using TokenTools.Onedata;

namespace TokenTools;

/// <summary>The environment variables in which the platforms' tools expect a secret.</summary>
internal static class SecretVariables
{
    private static readonly string[] Names =
        [BoomiEnvironment.ApiToken, GoodDataEnvironment.Token, OnezoneEnvironment.ApiKey, OneclientSpec.TokenVariable];

    /// <summary>The values of those that are set.</summary>
    public static IEnumerable<SecureString> Values()
    {
        foreach (var name in Names)
        {
            if (EnvironmentVariables.Secret(name) is { } value)
            {
                yield return value;
            }
        }
    }
}
