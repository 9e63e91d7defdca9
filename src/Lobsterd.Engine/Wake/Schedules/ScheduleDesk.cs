using System.Globalization;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Registry;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Wake.Schedules;

/// <summary>Wakes sleeping tenants of mode <c>auto</c> before what their guests scheduled is due. What became due while nobody looked, because the
/// service was down or the clock was set, is made up for by one wake, however many beats were missed.</summary>
public sealed class ScheduleDesk(RegistryBook registry, ResumeCommand resume, WakeConfig config, TimeProvider clock)
{
    private const string Actor = "schedule";

    /// <summary>How soon a wall clock that was set is noticed.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    // A wake that fails is tried again after this, then after twice as long.
    private static readonly TimeSpan FirstRest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(30);

    // So that what became due for a whole host at once does not begin at once.
    private const int MostAtOnce = 4;

    private readonly Dictionary<Guid, (DateTimeOffset Due, int Tries, long TriedAt)> tried = [];

    private TimeSpan Ahead => TimeSpan.FromMilliseconds(config.AheadOfMs);

    /// <summary>Wakes whoever is due until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = registry.Current;
            var wait = await LookAsync(cancellationToken);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var changed = registry.NextAsync(seen, either.Token);
            var due = Task.Delay(wait, clock, either.Token);
            _ = await Task.WhenAny(changed, due);
            await either.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Looks once, and wakes whoever is due; completes when they are awake, or could not be woken.</summary>
    /// <returns>How long nothing else is due.</returns>
    public async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        var (now, sleepers) = (clock.GetUtcNow(), SleepersOf(registry.Current));
        foreach (var gone in tried.Keys.Where(id => !sleepers.Exists(tenant => tenant.Id == id)).ToList()) _ = tried.Remove(gone);

        var due = sleepers.Where(tenant => tenant.Due!.At - Ahead <= now && HasRested(tenant)).OrderBy(tenant => tenant.Due!.At).ToList();
        foreach (var some in due.Chunk(MostAtOnce)) await Task.WhenAll(some.Select(tenant => WakeAsync(tenant, now, cancellationToken)));
        if (due.Count > 0) return TimeSpan.Zero;

        var wait = LongestWait;
        foreach (var tenant in sleepers)
        {
            var left = tenant.Due!.At - Ahead - now;
            if (left > TimeSpan.Zero && left < wait) wait = left;
        }

        return wait;
    }

    private static List<Tenant> SleepersOf(RegistrySnapshot snapshot) =>
        [.. snapshot.Tenants.Values.Where(tenant => tenant is { Mode: TenantMode.Auto, Observed: ObservedState.Suspended, Desired: DesiredState.Suspended, Due: not null })];

    private bool HasRested(Tenant tenant)
    {
        if (!tried.TryGetValue(tenant.Id, out var last) || last.Due != tenant.Due!.At) return true;
        var rest = FirstRest * Math.Pow(2, Math.Min(last.Tries - 1, 10));
        return clock.GetElapsedTime(last.TriedAt) >= (rest < LongestRest ? rest : LongestRest);
    }

    private async Task WakeAsync(Tenant tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = tenant.Due!;
        var tries = tried.TryGetValue(tenant.Id, out var last) && last.Due == due.At ? last.Tries + 1 : 1;
        tried[tenant.Id] = (due.At, tries, clock.GetTimestamp());
        var at = due.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var late = now > due.At ? Evidence.Number(Math.Round((now - due.At).TotalMilliseconds)) : null;
        var cause = new ResumeCause($"schedule {due.Id}, due {at}", Evidence.Of(("cause", "schedule"), ("schedule", due.Id), ("due", at), ("lateMs", late)));
        if (resume.StartFor(tenant.Name.Value, cause, Actor, key: null).TryGetValue(out var operation)) _ = await operation.Ended.WaitAsync(cancellationToken);
    }
}
