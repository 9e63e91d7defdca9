using Lobsterd.Domain.Config;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Verify;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Wake;

/// <summary>Tries what sleepers sleep as, one at a time, a while after they fell asleep, and while nothing else is under way.</summary>
public sealed class VerifyDesk(RegistryBook registry, ISleepStore store, VerifyCommand verify, OperationBook operations, WakeConfig config, TimeProvider clock)
{
    /// <summary>How long after its time a trial waits for everything else; from then on it gives way to its own tenant alone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    // Behind something that was under way, or that a trial gave way to.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, DateTimeOffset> asleepSince = [];

    private TimeSpan After => TimeSpan.FromMilliseconds(config.VerifyAfterMs);

    /// <summary>Looks again and again until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (config.VerifyAfterMs == 0) return;
        while (true)
        {
            var wait = await LookAsync(cancellationToken);
            await Task.Delay(wait, clock, cancellationToken);

            // Nobody to wait for: the next one that falls asleep changes the registry.
            if (asleepSince.Count == 0) await UntilSomebodySleepsAsync(cancellationToken);
        }
    }

    /// <summary>Looks once, and tries the one that has slept longest untried, if its time has come.</summary>
    /// <returns>How long there is nothing else to do.</returns>
    public async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        var untried = registry.Current.Tenants.Values.Where(IsUntried).ToDictionary(tenant => tenant.Id);
        foreach (var gone in asleepSince.Keys.Where(id => !untried.ContainsKey(id)).ToList()) _ = asleepSince.Remove(gone);
        foreach (var tenant in untried.Values.Where(tenant => !asleepSince.ContainsKey(tenant.Id)))
            asleepSince[tenant.Id] = store.Find(tenant.Owner).TryGetValue(out var state) ? state.MadeAt : clock.GetUtcNow();
        if (asleepSince.Count == 0) return TimeSpan.Zero;

        var (first, since) = asleepSince.MinBy(entry => entry.Value);
        var late = clock.GetUtcNow() - since - After;
        if (late < TimeSpan.Zero) return -late < LongestWait ? -late : LongestWait;
        var isPatient = late < Patience;
        if (isPatient && operations.Running.Count > 0) return Rest;
        if (!verify.Start(untried[first].Name, givesWayToAll: isPatient).TryGetValue(out var operation)) return Rest;
        _ = await operation.Ended.WaitAsync(cancellationToken);

        // One that was tried is no longer here at the next look; one that gave way goes to the end of the line.
        asleepSince[first] = since + Rest;
        return Rest;
    }

    private static bool IsUntried(Tenant tenant) => tenant is { Observed: ObservedState.Suspended, Proof: null };

    private async Task UntilSomebodySleepsAsync(CancellationToken cancellationToken)
    {
        for (var seen = registry.Current; !seen.Tenants.Values.Any(IsUntried); seen = registry.Current) await registry.NextAsync(seen, cancellationToken);
    }
}
