using System.Text.Json.Serialization.Metadata;
using Lobsterd.Domain.Access;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Reef.Routes;

/// <summary>A path of the API as it is declared.</summary>
public sealed class ReefRoute
{
    private const string Json = "application/json";

    private readonly List<QueryParameter> parameters = [];
    private readonly List<RouteAnswer> answers = [];

    internal ReefRoute(string method, string path, ApiScopes scopes, string summary)
    {
        Method = method;
        Path = path;
        Scopes = scopes;
        Summary = summary;
        IsOfTenant = path.StartsWith($"{ReefPaths.Tenants}/{{name}}", StringComparison.Ordinal);
    }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The path with <c>/v1</c> and its parameters in braces.</summary>
    public string Path { get; }

    /// <summary>The scopes of which a caller needs one; none for a path that is open to everybody.</summary>
    public ApiScopes Scopes { get; }

    /// <summary>What it does, one sentence.</summary>
    public string Summary { get; }

    /// <summary>Whether it is about one tenant, which its path names.</summary>
    public bool IsOfTenant { get; }

    /// <summary>Whether anybody may ask.</summary>
    public bool IsPublic => Scopes == ApiScopes.None;

    /// <summary>Whether a client may name the request by an <c>Idempotency-Key</c>.</summary>
    public bool TakesKey { get; private set; }

    /// <summary>Whether it starts an operation: 202 with its place, its end where the client prefers to wait, or its stream.</summary>
    public bool IsCommand { get; private set; }

    /// <summary>The body that it takes; null for none.</summary>
    public JsonTypeInfo? Body { get; private set; }

    /// <summary>The query parameters that it takes; any other is refused.</summary>
    public IReadOnlyList<QueryParameter> Parameters => parameters;

    /// <summary>How it answers when all is well.</summary>
    public IReadOnlyList<RouteAnswer> Answered => answers;

    /// <summary>It takes a JSON body.</summary>
    public ReefRoute Takes(JsonTypeInfo body)
    {
        Body = body;
        return this;
    }

    /// <summary>It takes a query parameter.</summary>
    public ReefRoute Query(string name, string description, QueryShape shape = QueryShape.Text, bool isRepeated = false)
    {
        parameters.Add(new QueryParameter(name, description, shape, isRepeated));
        return this;
    }

    /// <summary>It answers a JSON document.</summary>
    public ReefRoute Answers(JsonTypeInfo content, int status = 200) => Add(new RouteAnswer(status, Json, [content]));

    /// <summary>It answers without content.</summary>
    public ReefRoute AnswersNothing(int status = 204) => Add(new RouteAnswer(status, null, []));

    /// <summary>It answers something that is no document of ours.</summary>
    public ReefRoute AnswersText(string mediaType) => Add(new RouteAnswer(200, mediaType, []));

    /// <summary>It answers a stream of server-sent events, each with one of these documents.</summary>
    public ReefRoute Streams(params IReadOnlyList<JsonTypeInfo> events) => Add(new RouteAnswer(200, ReefPaths.EventStream, events));

    /// <summary>It becomes a WebSocket.</summary>
    public ReefRoute BecomesWebSocket() => Add(new RouteAnswer(101, null, []));

    /// <summary>It makes something, and answers the same again to the same <c>Idempotency-Key</c>.</summary>
    public ReefRoute JoinsByKey()
    {
        TakesKey = true;
        return this;
    }

    /// <summary>It starts an operation.</summary>
    public ReefRoute StartsOperation()
    {
        IsCommand = true;
        TakesKey = true;
        return Answers(ReefJson.Default.OperationBody)
            .Answers(ReefJson.Default.OperationBody, 202)
            .Streams(ReefJson.Default.OperationBody, ReefJson.Default.StepBody);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}";

    private ReefRoute Add(RouteAnswer answer)
    {
        answers.Add(answer);
        return this;
    }
}
