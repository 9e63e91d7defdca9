using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Verify;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>The commands about sleep, as a service that starts needs them.</summary>
/// <param name="Suspend">Puts to sleep.</param>
/// <param name="Resume">Wakes.</param>
/// <param name="Verify">Tries what sleepers sleep as.</param>
/// <param name="Settling">Decides after a reboot what a tenant is that was falling asleep or waking.</param>
public sealed record SleepCommands(SuspendCommand Suspend, ResumeCommand Resume, VerifyCommand Verify, SleepSettling Settling)
{
    /// <summary>Whether requests for a tenant wait at the edge.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="unfinished">What an earlier service left half done.</param>
    public bool IsParked(Tenant tenant, IReadOnlyList<UnfinishedSaga> unfinished)
    {
        var mine = unfinished.Where(saga => saga.Head.Tenant == tenant.Name.Value).ToList();
        if (mine.Find(saga => saga.Head.Kind == SuspendSaga.Kind) is { } falling) return Suspend.HasParked(falling);
        return mine.Find(saga => saga.Head.Kind == ResumeSaga.Kind) is { } waking ? !Resume.HasUnparked(waking) : tenant.Observed == ObservedState.Suspended;
    }
}
