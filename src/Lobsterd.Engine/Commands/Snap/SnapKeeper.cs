using System.Reflection;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;

namespace Lobsterd.Engine.Commands.Snap;

/// <summary>What may be snapped, under which label, and how long it stays.</summary>
public sealed class SnapKeeper(ISnaps snaps, SnapConfig config, EventBook events, TimeProvider clock)
{
    private static readonly string Version =
        typeof(SnapKeeper).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Whether a label is free.</summary>
    /// <error code="snap.label.taken">Another snap of the tenant has it.</error>
    /// <error code="snap.file.failed">The store could not be listed.</error>
    public UnitResult<LobsterError> CheckLabel(Tenant tenant, string? label)
    {
        if (label is null) return UnitResult.Success<LobsterError>();
        if (snaps.ListOf(tenant.Id).TryGetError(out var error, out var theirs)) return error;
        return theirs.FirstOrDefault(snap => snap.Label == label) is { } other
            ? new LobsterError(SnapErrors.LabelTaken, $"snap {other.Id} of {tenant.Name} has the label {label} already", "choose another label, or remove that snap")
            : UnitResult.Success<LobsterError>();
    }

    /// <summary>Whether a tenant's disk is one that can be copied: one that a guest can hold still, or that has no VM.</summary>
    /// <error code="snap.state.refused">It is neither.</error>
    public static UnitResult<LobsterError> CheckState(Tenant tenant) => tenant switch
    {
        { Observed: ObservedState.Running } or { Observed: ObservedState.Stopped or ObservedState.Failed, Vm: null } => UnitResult.Success<LobsterError>(),
        _ => new LobsterError(SnapErrors.StateRefused, $"tenant {tenant.Name} is {StateNames.Of(tenant.Observed)}", "its disk is copied while it runs, or while it has no VM"),
    };

    /// <summary>A snap that is to be taken now.</summary>
    public Domain.Snapshots.Snap Draft(Tenant tenant, SnapId id, SnapCause cause, string? label) =>
        Domain.Snapshots.Snap.Of(tenant, id, cause, label, clock.GetUtcNow(), Version);

    /// <summary>What became of a draft.</summary>
    /// <error code="snap.name.unknown">Nothing.</error>
    public Result<Domain.Snapshots.Snap, LobsterError> Find(Domain.Snapshots.Snap draft) => snaps.Find(draft.TenantId, draft.Id);

    /// <summary>Removes what the rules let go, the tenant's own before the configuration's.</summary>
    public void Prune(Tenant tenant, string actor)
    {
        if (snaps.ListOf(tenant.Id).TryGetError(out _, out var theirs)) return;
        var rule = config.Retention with { Count = tenant.Snaps.Keep ?? config.Retention.Count };
        foreach (var snap in SnapRetention.Outdated(theirs, rule, clock.GetUtcNow())) _ = Remove(snap, actor);
    }

    /// <summary>Removes a snap. What was made from it stays.</summary>
    /// <error code="snap.file.failed">A file could not be removed.</error>
    public UnitResult<LobsterError> Remove(Domain.Snapshots.Snap snap, string actor)
    {
        if (snaps.Remove(snap.TenantId, snap.Id).TryGetError(out var error)) return error;
        _ = events.Add("snap.removed", snap.Tenant.Value, actor, snap.Id.Value);
        return UnitResult.Success<LobsterError>();
    }
}
