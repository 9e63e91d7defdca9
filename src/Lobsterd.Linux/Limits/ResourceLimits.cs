using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Limits;

/// <summary>Reads and sets the resource limits of processes; children are born with their parent's.</summary>
public static unsafe class ResourceLimits
{
    /// <summary>Sets a limit of this process.</summary>
    /// <error code="limit.set.refused">It is above the hard limit.</error>
    public static UnitResult<LobsterError> Set(ResourceKind kind, ResourceLimit limit) =>
        LimitCalls.Limit(0, (int)kind, &limit, null) < 0
            ? Errno.Last(LimitErrors.Refused, $"{kind} {limit.Soft}")
            : UnitResult.Success<LobsterError>();

    /// <summary>The limit that is in force.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="pid">Of whom; 0: of us.</param>
    /// <error code="limit.set.refused">There is no such process, or we may not look.</error>
    public static Result<ResourceLimit, LobsterError> Get(ResourceKind kind, int pid = 0)
    {
        ResourceLimit limit;
        return LimitCalls.Limit(pid, (int)kind, null, &limit) < 0 ? Errno.Last(LimitErrors.Refused, $"{kind} of {pid}") : limit;
    }
}
