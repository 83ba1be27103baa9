using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.GoodData;

/// <summary>The endpoints below /api/v1/entities for users, API tokens and signing keys.</summary>
internal static class EntityRoutes
{
    private const string Root = "/api/v1/entities/";

    /// <summary>Handles a request; null if it is for another endpoint.</summary>
    public static Response? TryHandle(GoodDataExchange exchange, string[] segments) =>
        GoodDataExchange.IsPath(segments, out var id, "entities", "users") ? Handle(exchange, new UserEntities(exchange), id)
        : GoodDataExchange.IsPath(segments, out id, "entities", "users", null, "apiTokens")
            ? Handle(exchange, new ApiTokenEntities(exchange, segments[2]), id)
        : GoodDataExchange.IsPath(segments, out id, "entities", "jwks") ? Handle(exchange, new SigningKeyEntities(exchange), id)
        : null;

    private static Response Handle(GoodDataExchange exchange, IEntities entities, string? id)
    {
        // 404 for an object that the user may not see as well (recorded in create_jwk.yaml).
        if (!entities.IsAllowed)
        {
            return GoodDataProblem.NotFound();
        }

        return (exchange.Request.Method, id) switch
        {
            ("GET", null) => List(exchange, entities),
            ("POST", null) => Create(exchange, entities),
            (_, null) => exchange.MethodNotAllowed("GET, POST"),
            ("POST", _) => exchange.MethodNotAllowed("GET, PATCH, DELETE"),
            _ when !entities.Ids.Contains(id) => GoodDataProblem.NotFound(),
            ("GET", _) => Response.Json(200, Document(exchange, entities, entities.Read(id))),
            ("PATCH", _) => Update(exchange, entities, id),
            ("DELETE", _) => Delete(entities, id),
            _ => exchange.MethodNotAllowed("GET, PATCH, DELETE"),
        };
    }

    private static Response List(GoodDataExchange exchange, IEntities entities)
    {
        var (page, size) = (exchange.Number("page", 0), Math.Min(1000, exchange.Number("size", 20)));
        var data = entities.Ids.Skip(page * size).Take(size).Select(id =>
        {
            var entity = entities.Read(id);
            entity["links"] = new JObject { ["self"] = exchange.Link(entities.Path + "/" + id) };
            return entity;
        });
        var link = exchange.Link(entities.Path + "?page=");
        return Response.Json(200, new JObject
        {
            ["data"] = new JArray(data),
            // The next page is announced even if this one is empty (recorded in test_api_tokens.yaml).
            ["links"] = new JObject { ["self"] = link + page + "&size=" + size, ["next"] = link + (page + 1) + "&size=" + size },
        });
    }

    private static Response Create(GoodDataExchange exchange, IEntities entities)
    {
        var (data, error) = exchange.ReadData(entities.Type);
        if (data is null)
        {
            return error!;
        }

        var id = (string)data["id"]!;
        return entities.Ids.Contains(id) ? GoodDataProblem.Conflict(entities.Type, id)
            : GoodDataExchange.IsFull(entities.Ids.Count) ? GoodDataProblem.BadRequest("The sandbox keeps no more objects.")
            : entities.Write(data, isNew: true) ?? Response.Json(201, Document(exchange, entities, entities.ReadNew(id)));
    }

    private static Response Update(GoodDataExchange exchange, IEntities entities, string id)
    {
        var (data, error) = exchange.ReadData(entities.Type, id);
        return data is null
            ? error!
            : entities.Write(data, isNew: false) ?? Response.Json(200, Document(exchange, entities, entities.Read(id)));
    }

    private static Response Delete(IEntities entities, string id)
    {
        entities.Delete(id);
        return Response.Empty(204);
    }

    private static JObject Document(GoodDataExchange exchange, IEntities entities, JObject entity) => new()
    {
        ["data"] = entity,
        ["links"] = new JObject { ["self"] = exchange.Link(entities.Path + "/" + entity["id"]) },
    };

    /// <summary>The objects of one type.</summary>
    private interface IEntities
    {
        /// <summary>The JSON:API type.</summary>
        string Type { get; }

        /// <summary>The path of the collection.</summary>
        string Path { get; }

        /// <summary>True if the user may see and change the objects.</summary>
        bool IsAllowed { get; }

        /// <summary>The ids of all objects.</summary>
        ICollection<string> Ids { get; }

        /// <summary>An object.</summary>
        JObject Read(string id);

        /// <summary>An object in the response to its creation.</summary>
        JObject ReadNew(string id);

        /// <summary>Creates or changes an object; an error if it is not valid.</summary>
        Response? Write(JObject data, bool isNew);

        /// <summary>Deletes an object.</summary>
        void Delete(string id);
    }

    private static bool IsText(JToken? value, int longest) =>
        value is null || (value is JValue { Value: string text } && text.Length <= longest);

    private sealed class UserEntities(GoodDataExchange exchange) : IEntities
    {
        private static readonly string[] Attributes = ["authenticationId", "email", "firstname", "lastname"];

        public string Type => "user";

        public string Path => Root + "users";

        public bool IsAllowed => exchange.CanManage;

        public ICollection<string> Ids => exchange.Directory.Users.Keys;

        public JObject Read(string id)
        {
            var user = new JObject { ["id"] = id, ["type"] = Type, ["attributes"] = exchange.Directory.Users[id].DeepClone() };
            if (exchange.Request.QueryValue("include") is "userGroups" or "ALL")
            {
                var groups = exchange.Directory.GroupsOf(id).Select(static group => new JObject { ["id"] = group, ["type"] = "userGroup" });
                user["relationships"] = new JObject { ["userGroups"] = new JObject { ["data"] = new JArray(groups) } };
            }

            return user;
        }

        public JObject ReadNew(string id) => Read(id);

        public Response? Write(JObject data, bool isNew)
        {
            var attributes = data["attributes"] as JObject ?? [];
            if (Array.Find(Attributes, name => !IsText(attributes[name], 255)) is { } invalid)
            {
                return GoodDataProblem.BadRequest(invalid + " is not a text of at most 255 characters.");
            }

            var groups = ((data["relationships"] as JObject)?["userGroups"] as JObject)?["data"] is JArray references
                ? references.Select(static group => ((group as JObject)?["id"] as JValue)?.Value as string ?? string.Empty).ToList()
                : null;
            if (groups?.Exists(group => !exchange.Directory.Groups.ContainsKey(group)) == true)
            {
                return GoodDataProblem.NotFound();
            }

            var id = (string)data["id"]!;
            var stored = isNew ? [] : exchange.Directory.Users[id];
            foreach (var name in Attributes.Where(name => attributes[name] is not null))
            {
                stored[name] = attributes[name];
            }

            exchange.Directory.Users[id] = stored;
            if (groups is not null)
            {
                foreach (var group in exchange.Directory.Groups)
                {
                    _ = groups.Contains(group.Key) ? group.Value.Add(id) : group.Value.Remove(id);
                }
            }

            return null;
        }

        public void Delete(string id)
        {
            exchange.Directory.Users.Remove(id);
            exchange.Directory.ApiTokens.Remove(id);
            foreach (var members in exchange.Directory.Groups.Values)
            {
                members.Remove(id);
            }
        }
    }

    private sealed class ApiTokenEntities(GoodDataExchange exchange, string userId) : IEntities
    {
        public string Type => "apiToken";

        public string Path => Root + "users/" + userId + "/apiTokens";

        public bool IsAllowed => exchange.Directory.Users.ContainsKey(userId) && (exchange.CanManage || (userId == exchange.UserId
            && exchange.Directory.PermissionsOf(userId).Contains(OrganizationDirectory.SelfCreateToken)));

        public ICollection<string> Ids => exchange.Directory.TokensOf(userId).Keys;

        public JObject Read(string id) => new() { ["id"] = id, ["type"] = Type, ["attributes"] = new JObject() };

        public JObject ReadNew(string id)
        {
            var token = Read(id);
            var plain = userId + ":" + id + ":" + exchange.Directory.TokensOf(userId)[id];
            token["attributes"]!["bearerToken"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(plain));
            return token;
        }

        public Response? Write(JObject data, bool isNew)
        {
            if (!isNew)
            {
                return exchange.MethodNotAllowed("GET, DELETE");
            }

            exchange.Directory.TokensOf(userId)[(string)data["id"]!] =
                RandomText.Create(TokenTools.Security.SecretGenerator.PasswordAlphabet, 32);
            return null;
        }

        public void Delete(string id) => exchange.Directory.TokensOf(userId).Remove(id);
    }

    private sealed class SigningKeyEntities(GoodDataExchange exchange) : IEntities
    {
        private static readonly string[] Members = ["alg", "e", "kid", "kty", "n", "use"];

        public string Type => "jwk";

        public string Path => Root + "jwks";

        public bool IsAllowed => exchange.CanManage;

        public ICollection<string> Ids => exchange.Directory.SigningKeys.Keys;

        public JObject Read(string id) => new()
        {
            ["id"] = id,
            ["type"] = Type,
            ["attributes"] = new JObject { ["content"] = exchange.Directory.SigningKeys[id].DeepClone() },
        };

        public JObject ReadNew(string id) => Read(id);

        // RsaSpecification in gooddata/gooddata-python-sdk:schemas/gooddata-metadata-client.json
        public Response? Write(JObject data, bool isNew)
        {
            if ((data["attributes"] as JObject)?["content"] is not JObject content
                || Members.Any(name => content[name] is not JValue { Value: string })
                || (string?)content["kty"] != "RSA" || (string?)content["use"] != "sig"
                || content.ToString().Length > EchoedText.MaximumLength
                || (string?)content["alg"] is not ("RS256" or "RS384" or "RS512")
                || (string?)content["kid"] is not { Length: > 0 and <= 255 } kid || kid[0] == '.')
            {
                return GoodDataProblem.BadRequest("The content is not a valid RSA key.");
            }

            exchange.Directory.SigningKeys[(string)data["id"]!] = content;
            return null;
        }

        public void Delete(string id) => exchange.Directory.SigningKeys.Remove(id);
    }
}
