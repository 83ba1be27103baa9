using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>The endpoints of Onezone's REST API that the sandbox has.</summary>
/// <remarks>oz:src/http/rest/routes/*.erl</remarks>
internal sealed class OnezoneRoutes
{
    private readonly Zone _zone;
    private readonly SandboxClock _clock;
    private readonly TemporaryTokenOperations _temporaryTokens;
    private readonly NamedTokenOperations _namedTokens;
    private readonly TokenOperations _tokens;
    private readonly MembershipOperations _memberships;
    private readonly List<Route> _routes;

    public OnezoneRoutes(Zone zone, SandboxClock clock, TokenVerifier verifier, int maxTemporaryTokenTtl)
    {
        _zone = zone;
        _clock = clock;
        _temporaryTokens = new TemporaryTokenOperations(zone, verifier, maxTemporaryTokenTtl);
        _namedTokens = new NamedTokenOperations(zone, verifier);
        _tokens = new TokenOperations(zone, verifier);
        _memberships = new MembershipOperations(zone, verifier);
        _routes = [.. PublicRoutes(), .. SubjectRoutes(), .. TokenRoutes(), .. JoinRoutes(), .. EntityRoutes()];
    }

    /// <summary>The route of a path and the values of its variables; null for none.</summary>
    public (Route Route, IReadOnlyList<string> Values)? Find(string[] segments)
    {
        foreach (var route in _routes)
        {
            if (route.Match(segments) is { } values)
            {
                return (route, values);
            }
        }

        return null;
    }

    private IEnumerable<Route> PublicRoutes() =>
    [
        Route.Create("GET", "provider/public/get_current_time", (_, _, _) =>
            Response.Json(200, new JObject { ["timeMillis"] = _clock.UtcNow.ToUnixTimeMilliseconds() })),
        Route.Create("GET", "provider/public/check_my_ip", static (request, _, _) => Response.Json(200, request.PeerAddress)),
        Route.Create("GET", "configuration", (_, _, _) => Response.Json(200, OnezoneJson.Configuration(_zone))),
        Route.Create("GET", "user", (_, client, _) =>
            Response.Json(200, OnezoneJson.User(_zone, Self(client, "user", "user")))),
        Route.Create("GET", "provider", (_, client, _) => Provider(Self(client, "oneprovider", "provider").Id!)),
        Route.Create("GET", "providers/{id}", (_, client, values) =>
        {
            (client ?? throw OnezoneErrors.NotAuthenticated).Authorize("get", "provider");
            return Provider(values[0]);
        }),
        Route.Create("GET", "user/effective_providers", (_, client, _) =>
        {
            var user = Self(client, "user", "provider");
            lock (_zone.Gate)
            {
                return Response.Json(200, new JObject
                {
                    ["providers"] = new JArray(_zone.Entities.ProvidersOf(user).Select(static provider => provider.Id)),
                });
            }
        }),
    ];

    // The tokens of the current provider, a provider, the current user and a user.
    private IEnumerable<Route> SubjectRoutes()
    {
        foreach (var (prefix, type) in new[]
        {
            ("provider", "oneprovider"), ("providers/{id}", "oneprovider"), ("user", "user"), ("users/{id}", "user"),
        })
        {
            var hasId = prefix.EndsWith("}", System.StringComparison.Ordinal);
            yield return Route.Create("GET POST DELETE", prefix + "/tokens/temporary", (request, client, values) =>
                _temporaryTokens.Handle(request, client, type, hasId ? values[0] : null));
            yield return Route.Create("GET POST DELETE", prefix + "/tokens/named", (request, client, values) =>
                _namedTokens.HandleCollection(request, client, type, hasId ? values[0] : null));
            yield return Route.Create("GET", prefix + "/tokens/named/name/{name}", (_, client, values) =>
                _namedTokens.GetByName(client, type, hasId ? values[0] : null, values[values.Count - 1]));
        }
    }

    private IEnumerable<Route> TokenRoutes() =>
    [
        Route.Create("POST", "tokens/examine", (request, _, _) => _tokens.Examine(request)),
        Route.Create("POST", "tokens/confine", (request, _, _) => _tokens.Confine(request)),
        Route.Create("POST", "tokens/infer_access_token_scope", (request, _, _) => _tokens.InferScope(request)),
        .. new[] { "verify_access_token", "verify_identity_token", "verify_invite_token" }.Select(operation =>
            Route.Create("POST", "tokens/" + operation, (request, client, _) => _tokens.Verify(request, client, operation))),
        Route.Create("GET PATCH DELETE", "tokens/named/{id}", (request, client, values) =>
            _namedTokens.HandleOne(request, client, values[0])),
        Route.Create("GET", "tokens/named/{id}/status", (_, client, values) => _namedTokens.GetStatus(client, values[0])),
    ];

    private IEnumerable<Route> JoinRoutes() => InviteType.All.Select(InviteJoin.Of).OfType<InviteJoin>().Select(join =>
    {
        var pattern = join.CollectionPath("id").Replace("/id/", "/{id}/") + "/join";
        return Route.Create("POST", pattern, (request, client, values) =>
            _memberships.Join(request, client, join, values.Count > 0 ? values[0] : null));
    });

    private IEnumerable<Route> EntityRoutes()
    {
        foreach (var kind in OnezoneEntityKind.All)
        {
            // A cluster is created together with its Oneprovider.
            yield return Route.Create(
                kind == OnezoneEntityKind.Cluster ? "GET" : "GET POST",
                "user/" + kind.PathSegment,
                (request, client, _) => _memberships.HandleCollection(request, client, kind));
            yield return Route.Create("GET", "user/effective_" + kind.PathSegment, (_, client, _) =>
                _memberships.GetEffective(client, kind));
            yield return Route.Create("GET DELETE", "user/" + kind.PathSegment + "/{id}", (request, client, values) =>
                _memberships.HandleOne(request, client, kind, values[0]));
            yield return Route.Create(
                kind == OnezoneEntityKind.Cluster ? "GET" : "GET DELETE",
                kind.PathSegment + "/{id}",
                (request, client, values) => _memberships.HandleEntity(request, client, kind, values[0]));
            yield return Route.Create("GET", kind.PathSegment + "/{id}/users/{uid}/privileges", (_, client, values) =>
                _memberships.GetPrivileges(client, kind, values[0], values[1]));
        }
    }

    private static OnedataSubject Self(AuthenticatedClient? client, string subjectType, string entityType)
    {
        if (client is null)
        {
            throw OnezoneErrors.NotAuthenticated;
        }

        client.Authorize("get", entityType);
        return client.Subject.Type == subjectType ? client.Subject : throw OnezoneErrors.Forbidden;
    }

    private Response Provider(string id)
    {
        lock (_zone.Gate)
        {
            return _zone.Entities.FindProvider(id) is { } provider
                ? Response.Json(200, OnezoneJson.Provider(provider))
                : throw OnezoneErrors.NotFound;
        }
    }
}
