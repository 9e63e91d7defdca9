using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Host.Edge;

/// <summary>What the edge answers, in the service's words.</summary>
internal static class EdgeReplies
{
    private static readonly Dictionary<string, ErrorCode> Codes = new[]
    {
        EdgeErrors.Garbled, EdgeErrors.RouteInvalid, EdgeErrors.HostTaken, EdgeErrors.TableFull, EdgeErrors.TableUnsaved,
        EdgeErrors.PortTaken, EdgeErrors.PortPrivileged, EdgeErrors.InFlight, EdgeErrors.RouteMissing, TenantErrors.NameInvalid,
    }.ToDictionary(code => code.Name);

    /// <summary>The reply that was expected, or the refusal as the error that it is.</summary>
    /// <error code="edge.control.refused">It was refused for a reason that this service does not know.</error>
    public static Result<T, LobsterError> As<T>(EdgeReply reply)
        where T : EdgeReply => reply switch
        {
            T expected => expected,
            EdgeReply.Refused refused => new LobsterError(
                Codes.GetValueOrDefault(refused.Code, EdgeErrors.Refused), refused.Message, refused.Hint),
            _ => new LobsterError(EdgeErrors.Garbled, $"the edge answered with {reply.GetType().Name}"),
        };
}
