using System.Text;
using System.Text.Json.Nodes;
using Lobsterd.Standin.Firecracker.Rules;
using Lobsterd.Standin.Firecracker.Vm;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Api;

/// <summary>From a request to its answer: path, id and body are judged first, the VM's state after them.</summary>
internal sealed class Router(MicroVm vm, Log log, Metrics metrics)
{
    /// <summary>Answers.</summary>
    /// <returns>The reply, and what the request did against the description; null for nothing.</returns>
    internal (Reply Reply, string? Violation) Answer(Request request)
    {
        var shown = request.Path is var path && (path.StartsWith("/mmds", StringComparison.Ordinal) || path.StartsWith("/cpu-config", StringComparison.Ordinal)) || request.Body.Length == 0
            ? "" : $" with body {Text(Encoding.UTF8.GetString(request.Body))}";
        log.Info($"The API server received a {Capital(request.Method)} request on \"{request.Path}\"{shown}.", "fc_api");
        string? violation = null;
        Reply reply;
        try
        {
            (Endpoint Endpoint, JsonObject Body) asked;
            try
            {
                asked = Read(request);
            }
            catch (Fault fault)
            {
                violation = fault.Message;
                throw;
            }
            reply = vm.Do(asked.Endpoint, asked.Body);
        }
        catch (Fault fault)
        {
            reply = new Reply(400, JsonText.Of(new JsonObject { ["fault_message"] = fault.Message }));
        }
        metrics.Count(request.Method, reply.Status >= 400);
        if (reply.Status < 400) log.Info($"The request was executed successfully. Status code: {reply.Status}.", "fc_api");
        else log.Error($"Received Error. Status code: {reply.Status}. Message: {reply.Json}", "fc_api");
        return (reply, violation);
    }

    private static (Endpoint Endpoint, JsonObject Body) Read(Request request)
    {
        var parts = request.Path.Trim('/').Split('/');
        if (parts[0].Length == 0) parts = [""];
        var (method, hasBody) = (request.Method, request.Body.Length > 0);
        var bodiless = parts is ["balloon", "hinting", ..];
        if (method is "PUT" or "PATCH" && !hasBody && !bodiless) throw new Fault($"Empty {method} request.");
        if (method == "GET" && hasBody) throw new Fault("GET request cannot have a body.");
        if (method == "DELETE" && hasBody) throw new Fault("Empty Delete request.");

        if (parts[0] is "drives" or "network-interfaces" or "pmem")
        {
            if (parts.Length < 2 || parts[1].Length == 0) throw new Fault("The ID cannot be empty.");
            if (parts[1].EnumerateRunes().Any(rune => rune.Value != '_' && !Rune.IsLetterOrDigit(rune)))
                throw new Fault("API Resource IDs can only contain alphanumeric characters and underscores.");
        }
        if (Find(method, parts) is not { } endpoint) throw Unknown(method, parts);
        if (endpoint.TakesAny) return (endpoint, new JsonObject { ["value"] = hasBody ? BodyReader.ReadAny(request.Body) : null });
        if (endpoint.Body is null) return (endpoint, new JsonObject { ["id"] = parts.Length > 1 ? parts[1] : null });

        var body = BodyReader.Read(request.Body, endpoint.Body);
        if (endpoint.Path == "machine-config" && method == "PATCH" && body.All(field => field.Value is null)) throw new Fault("Empty PATCH request.");
        if (endpoint.IdField is { } id && body[id]!.GetValue<string>() is var named && named != parts[1])
        {
            throw new Fault(id == "iface_id"
                ? $"The id from the path [{parts[1]}] does not match the id from the body [{named}]!"
                : "The id from the path does not match the id from the body!");
        }
        BodyChecks.Check(endpoint, body);
        return (endpoint, body);
    }

    private static Endpoint? Find(string method, string[] parts) =>
        Endpoints.All.FirstOrDefault(endpoint => endpoint.Method == method && Matches(endpoint.Path.Split('/'), parts));

    private static bool Matches(string[] pattern, string[] parts) =>
        pattern.Length == parts.Length && pattern.Zip(parts).All(pair => pair.First == "{}" || pair.First == pair.Second);

    private static Fault Unknown(string method, string[] parts) => (method, parts) switch
    {
        ("PUT", ["snapshot"]) => new Fault("Missing snapshot operation type."),
        ("PUT", ["mmds", var rest, ..]) => new Fault($"Unrecognized PUT request path `{rest}`."),
        ("GET", ["balloon", var rest, ..]) => new Fault($"Unrecognized GET request path `{rest}`."),
        ("PUT", ["snapshot", var rest, ..]) => new Fault($"Invalid request method and/or path: {method} /snapshot/{rest}."),
        _ => new Fault($"Invalid request method and/or path: {method} {parts[0]}."),
    };

    private static string Capital(string method) => method[0] + method[1..].ToLowerInvariant();

    private static string Text(string body) => JsonText.Of(JsonValue.Create(body));
}
