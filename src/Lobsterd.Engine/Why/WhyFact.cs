using Lobsterd.Domain.Events;

namespace Lobsterd.Engine.Why;

/// <summary>One thing that explains a tenant.</summary>
/// <param name="Topic">What it is about.</param>
/// <param name="Event">The event that told it, with its evidence.</param>
public sealed record WhyFact(WhyTopic Topic, TenantEvent Event)
{
    /// <summary>The fact that an event is; null for one that explains nothing.</summary>
    public static WhyFact? Of(TenantEvent happened) => TopicOf(happened.Kind) is { } topic ? new WhyFact(topic, happened) : null;

    private static WhyTopic? TopicOf(string kind) => kind switch
    {
        "tenant.spawned" or "tenant.spawn-failed" or "tenant.started" or "tenant.start-failed" or "tenant.stopped" or "tenant.stop-failed"
            or "tenant.restarted" or "tenant.restart-failed" => WhyTopic.Power,
        "tenant.suspended" or "tenant.suspend-failed" or "sleep.verified" or "sleep.checked" => WhyTopic.Slept,
        "tenant.resumed" or "tenant.resume-failed" or "tenant.cold-boot" or "tenant.settled" => WhyTopic.Woke,
        "exec.started" or "exec.ended" => WhyTopic.Held,
        "vm.exited" or "vm.stood-still" or "watchdog.failed" or "watchdog.gave-up" or "tenant.workload-silent" or "sleep.unusable" => WhyTopic.Broke,
        "health.repaired" or "health.repair-failed" => WhyTopic.Repaired,
        _ => null,
    };
}
