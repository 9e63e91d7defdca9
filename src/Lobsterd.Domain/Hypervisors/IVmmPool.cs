using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Hypervisors;

/// <summary>VMMs that wait in their jails, with nothing of a tenant in them, each to become one VM and never a second.</summary>
public interface IVmmPool
{
    /// <summary>How many wait now.</summary>
    int Count { get; }

    /// <summary>What they take of the host's memory beside what they share.</summary>
    long Bytes { get; }

    /// <summary>Ends what waited for an earlier service. Comes before anything of a tenant is taken up.</summary>
    /// <error code="cgroup.remove.busy">One of them is stuck in the kernel.</error>
    Task<UnitResult<LobsterError>> EndLeftAsync(CancellationToken cancellationToken);

    /// <summary>Completes when there was reason to look since the last time: one was taken, or missed.</summary>
    Task WaitAsync(CancellationToken cancellationToken);

    /// <summary>Starts or ends one, towards a number, for what was restored lately. For one caller at a time.</summary>
    /// <param name="most">How many shall wait.</param>
    /// <param name="cancellationToken">Gives up; nothing of one that was being started is left.</param>
    /// <returns>Whether something was changed, and another look may change more.</returns>
    /// <error code="vm.start.failed">One did not come up; the same is not tried again until somebody wants it.</error>
    Task<Result<bool, LobsterError>> AdjustAsync(int most, CancellationToken cancellationToken);

    /// <summary>Ends all that wait, and starts none until somebody wants one.</summary>
    Task<UnitResult<LobsterError>> EmptyAsync(CancellationToken cancellationToken);
}
