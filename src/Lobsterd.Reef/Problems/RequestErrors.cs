using Lobsterd.Domain.Errors;

namespace Lobsterd.Reef.Problems;

/// <summary>The ways in which a request can be wrong before any command sees it.</summary>
public static class RequestErrors
{
    /// <summary>The body is not the JSON that the path takes: wrong type, unknown or missing member, too long.</summary>
    public static readonly ErrorCode BodyInvalid = new("request.body.invalid", ErrorKind.Invalid);

    /// <summary>A query parameter or a header has no usable value.</summary>
    public static readonly ErrorCode ParameterInvalid = new("request.parameter.invalid", ErrorKind.Invalid);

    /// <summary>A query parameter that the path does not take.</summary>
    public static readonly ErrorCode ParameterUnknown = new("request.parameter.unknown", ErrorKind.Invalid);

    /// <summary>The body is longer than the path takes.</summary>
    public static readonly ErrorCode BodyLarge = new("request.body.large", ErrorKind.Invalid);

    /// <summary>What <c>If-Match</c> names is no longer so.</summary>
    public static readonly ErrorCode MatchFailed = new("request.match.failed", ErrorKind.Conflict);

    /// <summary>The caller asks more often than it may.</summary>
    public static readonly ErrorCode RateExceeded = new("request.rate.exceeded", ErrorKind.Unavailable);

    /// <summary>A bug: the path's own code broke.</summary>
    public static readonly ErrorCode Broken = new("request.handler.broken", ErrorKind.Bug);

    /// <summary>The path is none of the API's.</summary>
    public static readonly ErrorCode PathUnknown = new("request.path.unknown", ErrorKind.NotFound);

    /// <summary>The path wants a WebSocket.</summary>
    public static readonly ErrorCode WebSocketWanted = new("request.websocket.wanted", ErrorKind.Invalid);
}
