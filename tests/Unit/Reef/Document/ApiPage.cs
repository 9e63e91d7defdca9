using System.Globalization;
using System.Text;
using Lobsterd.Domain.Access;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Routes;

namespace Lobsterd.Tests.Unit.Reef.Document;

/// <summary>Writes <c>docs/api.md</c> from the declared paths.</summary>
internal sealed class ApiPage(IReadOnlyList<ReefRoute> routes)
{
    private const string Head =
        """
        # The reef API

        Everything that `lobsterd` does goes through this API, and so can your programs. It answers on the Unix socket `/run/lobsterd/service.sock`, to callers whom the kernel names,
        and on TCP once `lobsterd buoy enable` has said so, to callers with a token. `openapi.json` beside this page describes it by OpenAPI 3.1; a service tells its own at
        `GET /v1/openapi.json`. Both are made from the code by a test; do not edit them.

        ```sh
        lobsterd buoy enable
        TOKEN=$(lobsterd tokens create ci --scope tenants:read,tenants:write --expires 30d)
        curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:7070/v1/tenants
        curl -H "Authorization: Bearer $TOKEN" -H 'Prefer: wait=30' -d '{"name":"alice"}' http://127.0.0.1:7070/v1/tenants
        curl --unix-socket /run/lobsterd/service.sock http://lobsterd/v1/doctor
        ```

        ## What all paths have in common

        - **Versions.** Every path answers without `/v1` too. Within `/v1` members may be added to answers, never taken away or given another meaning.
        - **Scopes.** A caller needs one of those that the table names; `admin` is good for all, and no other scope includes another. A token that was made with `--tenant GLOB` sees
          and touches those tenants alone. On the socket root has `admin`, and so has whoever else can connect, unless `reef.socketScopes` says otherwise. No token, or one that is
          unknown, revoked or past its time: 401; not the scope or not the tenant: 403. Tokens are 256 random bits, kept as their SHA-256 in `/etc/lobsterd/tokens.json`.
        - **Errors** are problems by RFC 9457 (`application/problem+json`) with `code`, which programs decide by and `errors.md` lists, `hint` for people, and `traceId`.
        - **Strict input.** Unknown, missing, doubled and mistyped members of a body are refused with 400, and so are query parameters that a path does not take.
        - **Commands** answer 202 with the operation and its place in `Location`. `Prefer: wait=30` (60 at most) waits: 200 with the operation that has ended well, or the problem that
          it ended with. `Accept: text/event-stream` gets every step as it happens. A client that leaves stops nothing; `DELETE` of the operation does.
        - **Idempotency-Key** (1 to 128 visible ASCII characters, best a UUID) joins a repeated request to the first: same key and same body, same answer; another body: 422.
        - **Conditions.** `GET` of tenants has an `ETag`, and `If-None-Match` gets 304. A change below `/v1/tenants/{name}` with `If-Match` is refused with 412 when the tenant has changed.
        - **Pages.** `limit` and `cursor` (the answer's `next`) walk the tenants by name; `name`, `state`, `image` choose among them, `fields` among their members.
        - **Streams** are server-sent events. `Last-Event-ID` goes on behind an event. A reader that falls too far behind is cut off; it slows nothing.
        - **Limits.** 1 MiB a body (413), `reef.requestsPerSecond` for each token (429 with `Retry-After`), ten seconds for a request's head, 4,096 connections a door.
        - **TLS.** Beyond loopback the API listens with a certificate only, or with `--plain` where you say that the network is yours alone.
        - **Browsers.** Pages of other origins can call it only where `reef.corsOrigins` names them.

        ## Paths


        """;

    internal string Write()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        _ = page.Append("| path | scope | takes | answers | what it does |\n| --- | --- | --- | --- | --- |\n");
        foreach (var route in routes.OrderBy(OpenApiWriter.PathOf, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal))
        {
            _ = page.Append(
                CultureInfo.InvariantCulture,
                $"| `{route.Method} {OpenApiWriter.PathOf(route)}` | {ScopesOf(route)} | {TakenBy(route)} | {AnswersOf(route)} | {route.Summary} |\n");
        }

        return page.ToString();
    }

    private static string ScopesOf(ReefRoute route) => route.IsPublic ? "anybody" : string.Join(" or ", ScopeNames.Of(route.Scopes).Select(scope => $"`{scope}`"));

    private static string TakenBy(ReefRoute route)
    {
        var taken = route.Parameters.Select(parameter => $"`?{parameter.Name}`");
        return string.Join(", ", route.Body is { } body ? taken.Prepend(body.Type.Name) : taken);
    }

    private static string AnswersOf(ReefRoute route) => route.IsCommand ? "an operation" : string.Join("; ", route.Answered.Select(answer => answer switch
    {
        { Status: 101 } => "a WebSocket",
        { MediaType: null } => "nothing",
        { MediaType: ReefPaths.EventStream } => $"a stream of {string.Join(", ", answer.Contents.Select(info => info.Type.Name))}",
        { Contents: [var content] } => content.Type.Name,
        _ => answer.MediaType,
    }));
}
