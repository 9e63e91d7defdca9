using Lobsterd.Domain.Errors;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>The ways in which an eviction can fail beside its parts.</summary>
public static class EvictErrors
{
    /// <summary>Something of the tenant is left on the host; the message names it. Its slot stays taken.</summary>
    public static readonly ErrorCode Leftover = new("tenant.evict.leftover", ErrorKind.Bug);
}
