using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Hypervisors.Firecracker.Api;

/// <summary>The ways in which a conversation with Firecracker's API can fail.</summary>
public static class ApiErrors
{
    /// <summary>Nothing listens on the API's socket.</summary>
    public static readonly ErrorCode ConnectFailed = new("firecracker.connect.failed", ErrorKind.Unavailable);

    /// <summary>The connection ended before the answer did: Firecracker is gone, or closed it. The request may have been carried out.</summary>
    public static readonly ErrorCode Lost = new("firecracker.connection.lost", ErrorKind.Unavailable);

    /// <summary>No answer in the request's bound. The request may still be carried out.</summary>
    public static readonly ErrorCode Late = new("firecracker.reply.late", ErrorKind.Unavailable);

    /// <summary>Firecracker refused a request; its own words are in the message.</summary>
    public static readonly ErrorCode Refused = new("firecracker.request.refused", ErrorKind.Conflict);

    /// <summary>What came is not an answer of Firecracker's, or too long for one. The connection is closed.</summary>
    public static readonly ErrorCode Malformed = new("firecracker.reply.malformed", ErrorKind.Unavailable);
}
