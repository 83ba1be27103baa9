using System;
using System.Globalization;
using System.Linq;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.GoodData;

/// <summary>The endpoints for the users of Dex, the built-in identity provider.</summary>
/// <remarks>
/// https://www.gooddata.com/developers/cloud-native/doc/cloud/deploy-and-install/cloud-native/set-up-authentication/built-in-oidc/ and
/// https://www.gooddata.com/docs/api-docs/api-reference/user-authorization
/// </remarks>
internal static class DexRoutes
{
    private const int LongestText = 255;

    /// <summary>Handles a request; null if it is for another endpoint.</summary>
    public static Response? TryHandle(GoodDataExchange exchange, string[] segments)
    {
        if (!GoodDataExchange.IsPath(segments, out var email, "auth", "users"))
        {
            return null;
        }

        if (!exchange.CanManage)
        {
            return GoodDataProblem.Forbidden();
        }

        var users = exchange.Directory.DexUsers;
        return (exchange.Request.Method, email) switch
        {
            ("GET", null) => Response.Json(200, new JArray(users.Values)),
            ("POST", null) => Create(exchange),
            (_, null) => exchange.MethodNotAllowed("GET, POST"),
            _ when !users.ContainsKey(email!) => GoodDataProblem.NotFound(),
            ("GET", _) => Response.Json(200, users[email!]),
            ("PUT", _) => Replace(exchange, email!),
            ("DELETE", _) => users.Remove(email!) ? Response.Empty(204) : GoodDataProblem.NotFound(),
            _ => exchange.MethodNotAllowed("GET, PUT, DELETE"),
        };
    }

    private static Response Create(GoodDataExchange exchange)
    {
        var users = exchange.Directory.DexUsers;
        if (Read(exchange) is not { } user)
        {
            return GoodDataProblem.BadRequest("email, displayName and password are required.");
        }

        var email = (string)user["email"]!;
        if (users.ContainsKey(email))
        {
            return GoodDataProblem.Create(409, "Conflict", "User already exists");
        }

        if (GoodDataExchange.IsFull(users.Count))
        {
            return GoodDataProblem.BadRequest("The sandbox keeps no more objects.");
        }

        // The form of a documented id: two fields of a protocol buffer, a UUID and the name of the connector. Not random: the base64 form
        // of random hexadecimal digits would now and then contain eight characters of that of a secret.
        var uuid = "00000000-0000-4000-8000-" + (++exchange.Directory.CreatedDexUsers).ToString("x12", CultureInfo.InvariantCulture);
        user["authenticationId"] = Convert.ToBase64String(Encoding.ASCII.GetBytes("\n$" + uuid + "\x12\x05local"));
        users[email] = user;
        return Response.Json(200, user);
    }

    private static Response Replace(GoodDataExchange exchange, string email)
    {
        if (Read(exchange) is not { } user || !string.Equals((string)user["email"]!, email, StringComparison.OrdinalIgnoreCase))
        {
            return GoodDataProblem.BadRequest("email, displayName and password are required.");
        }

        user["authenticationId"] = exchange.Directory.DexUsers[email]["authenticationId"];
        exchange.Directory.DexUsers[email] = user;
        return Response.Json(200, user);
    }

    // Without the password, which no response contains and the sandbox does not keep.
    private static JObject? Read(GoodDataExchange exchange)
    {
        var body = exchange.Body;
        var texts = new[] { "email", "displayName", "password" }.Select(name => (body?[name] as JValue)?.Value as string).ToArray();
        return Array.Exists(texts, static text => text is not { Length: > 0 and <= LongestText })
            ? null
            : new JObject { ["email"] = texts[0], ["password"] = JValue.CreateNull(), ["displayName"] = texts[1] };
    }
}
