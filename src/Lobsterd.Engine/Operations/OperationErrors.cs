using Lobsterd.Domain.Errors;

namespace Lobsterd.Engine.Operations;

/// <summary>The ways in which asking for an operation can fail.</summary>
public static class OperationErrors
{
    /// <summary>No operation of that id is remembered.</summary>
    public static readonly ErrorCode Unknown = new("operation.id.unknown", ErrorKind.NotFound);

    /// <summary>The idempotency key was used with another request.</summary>
    public static readonly ErrorCode KeyReused = new("operation.key.reused", ErrorKind.Invalid);

    /// <summary>The service is stopping and takes no new commands.</summary>
    public static readonly ErrorCode Stopping = new("operation.start.stopping", ErrorKind.Unavailable);
}
