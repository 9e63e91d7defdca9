using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Routes;

namespace Lobsterd.Tests.Unit.Reef.Document;

/// <summary>Writes the OpenAPI document from the declared paths.</summary>
internal sealed partial class OpenApiWriter(IReadOnlyList<ReefRoute> routes)
{
    private const string Json = "application/json";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    private readonly SchemaShelf shelf = new();

    /// <summary>A path as the document spells it: without what a parameter must look like.</summary>
    internal static string PathOf(ReefRoute route) => Constraint().Replace(route.Path, "{$1}");

    internal string Write()
    {
        var paths = new JsonObject();
        foreach (var place in routes.GroupBy(PathOf).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var methods = new JsonObject();
            foreach (var route in place) methods[route.Method.ToLowerInvariant()] = OperationOf(route);
            paths[place.Key] = methods;
        }

        _ = shelf.Point(ReefJson.Default.ProblemBody);
        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "lobsterd reef API",
                ["version"] = "1",
                ["description"] = "Every path answers without /v1 too. Errors are problems by RFC 9457. docs/api.md tells what all paths have in common.",
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = shelf.Schemas,
                ["responses"] = new JsonObject
                {
                    ["Problem"] = new JsonObject
                    {
                        ["description"] = "Why not, by RFC 9457; docs/errors.md lists the codes.",
                        ["content"] = new JsonObject { [ReefPaths.Problem] = new JsonObject { ["schema"] = shelf.Point(ReefJson.Default.ProblemBody) } },
                    },
                },
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "lobsterd tokens create" } },
            },
        }.ToJsonString(Readable) + "\n";
    }

    private JsonObject OperationOf(ReefRoute route)
    {
        var operation = new JsonObject { ["operationId"] = IdOf(route), ["summary"] = route.Summary, ["tags"] = new JsonArray(route.Path.Split('/')[2].Split('.')[0]), ["security"] = SecurityOf(route) };
        var parameters = new JsonArray([.. PathParameters(route), .. QueryParameters(route), .. Headers(route)]);
        if (parameters.Count > 0) operation["parameters"] = parameters;
        if (route.Body is { } body)
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { [Json] = new JsonObject { ["schema"] = shelf.Point(body) } } };

        var responses = new JsonObject();
        foreach (var status in route.Answered.GroupBy(answer => answer.Status).OrderBy(group => group.Key))
            responses[status.Key.ToString(CultureInfo.InvariantCulture)] = ResponseOf(route, [.. status]);
        responses["default"] = new JsonObject { ["$ref"] = "#/components/responses/Problem" };
        operation["responses"] = responses;
        return operation;
    }

    private JsonObject ResponseOf(ReefRoute route, IReadOnlyList<RouteAnswer> answers)
    {
        var response = new JsonObject { ["description"] = DescriptionOf(answers[0].Status) };
        var content = new JsonObject();
        foreach (var answer in answers.Where(answer => answer.MediaType is not null))
        {
            content[answer.MediaType!] = answer.MediaType switch
            {
                Json when answer.Contents.Count > 0 => new JsonObject { ["schema"] = SchemaOf(route, answer) },
                Json => new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } },
                ReefPaths.EventStream => new JsonObject
                {
                    ["schema"] = new JsonObject
                    {
                        ["type"] = "string",
                        ["description"] = $"Server-sent events, each with one of {string.Join(", ", answer.Contents.Select(info => info.Type.Name))}.",
                        ["x-events"] = new JsonArray([.. answer.Contents.Select(shelf.Point)]),
                    },
                },
                _ => new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } },
            };
        }

        if (content.Count > 0) response["content"] = content;
        return response;
    }

    // Where a client may choose the members, any of them may be missing.
    private JsonObject SchemaOf(ReefRoute route, RouteAnswer answer)
    {
        var whole = shelf.Point(answer.Contents[0]);
        if (route.Parameters.All(parameter => parameter.Name != "fields")) return whole;
        var tenant = shelf.Get(nameof(TenantBody)).AsObject();
        _ = tenant.Remove("required");
        tenant["description"] = "Those members of a tenant that were asked for.";
        var list = shelf.Get(nameof(TenantList)).AsObject();
        list["description"] = "Tenants, by name, with those members that were asked for.";
        list["properties"]!["tenants"]!["items"] = shelf.Add("TenantBodyInPart", tenant);
        return new JsonObject { ["anyOf"] = new JsonArray(whole, shelf.Add("TenantListInPart", list)) };
    }

    private static JsonArray SecurityOf(ReefRoute route) => route.IsPublic
        ? []
        : new JsonArray([.. ScopeNames.Of(route.Scopes | ApiScopes.Admin).Select(scope => new JsonObject { ["token"] = new JsonArray(scope) })]);

    private static IEnumerable<JsonObject> PathParameters(ReefRoute route) => Parameter().Matches(route.Path).Select(found => new JsonObject
    {
        ["name"] = found.Groups["name"].Value,
        ["in"] = "path",
        ["required"] = true,
        ["schema"] = found.Groups["kind"].Value == ":guid" ? new JsonObject { ["type"] = "string", ["format"] = "uuid" }
            : route.IsOfTenant ? new JsonObject { ["type"] = "string", ["pattern"] = TenantName.Pattern }
            : new JsonObject { ["type"] = "string" },
    });

    private static IEnumerable<JsonObject> QueryParameters(ReefRoute route) => route.Parameters.Select(parameter =>
    {
        var schema = new JsonObject { ["type"] = parameter.Shape switch { QueryShape.Number => "integer", QueryShape.Flag => "boolean", _ => "string" } };
        return new JsonObject
        {
            ["name"] = parameter.Name,
            ["in"] = "query",
            ["description"] = parameter.Description,
            ["schema"] = parameter.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = schema } : schema,
        };
    });

    private static IEnumerable<JsonObject> Headers(ReefRoute route)
    {
        if (route.TakesKey) yield return Header(ReefPaths.IdempotencyKey, "Names the request: sent again, it gets the same answer; 1 to 128 visible ASCII characters, best a UUID.");
        if (route.IsCommand) yield return Header("Prefer", "wait=SECONDS, at most 60: answers when the operation has ended, not where it is.");
        if (route.IsOfTenant && route.Method != "GET") yield return Header("If-Match", "The tenant's entity tag: refused with 412 when it has changed since.");
    }

    private static JsonObject Header(string name, string words) =>
        new() { ["name"] = name, ["in"] = "header", ["description"] = words, ["schema"] = new JsonObject { ["type"] = "string" } };

    // GET /v1/tenants/{name}/logs is getTenantsByNameLogs.
    private static string IdOf(ReefRoute route) => route.Method.ToLowerInvariant() + string.Concat(PathOf(route).Split('/', '.', '-')[2..].Select(part =>
        part.StartsWith('{') ? $"By{char.ToUpperInvariant(part[1])}{part[2..^1]}" : $"{char.ToUpperInvariant(part[0])}{part[1..]}"));

    private static string DescriptionOf(int status) => status switch
    {
        101 => "A WebSocket.",
        201 => "Made.",
        202 => "Begun.",
        204 => "Done.",
        _ => "As asked.",
    };

    [GeneratedRegex(@"\{(\w+):\w+\}")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\{(?<name>\w+)(?<kind>:\w+)?\}")]
    private static partial Regex Parameter();
}
