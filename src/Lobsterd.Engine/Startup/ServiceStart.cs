using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Egress;
using Lobsterd.Engine.Commands.Evict;
using Lobsterd.Engine.Commands.Fork;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Restore;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Snap;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Commands.Templates;
using Lobsterd.Engine.Commands.Verify;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Repair;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Watch;
using Microsoft.Extensions.Logging;

namespace Lobsterd.Engine.Startup;

/// <summary>What a service does before it answers: makes the host right, adopts what runs, takes up what was left half done.</summary>
public sealed class ServiceStart(
    StartupCommands commands,
    StartupHost host,
    SagaRunner runner,
    RegistryBook registry,
    HypervisorSet hypervisors,
    VmWatch watch,
    EventBook events,
    ILogger<ServiceStart> logger)
{
    private const string Actor = "service";

    /// <summary>Runs once, before the first request is answered. Sagas that it takes up go on behind it.</summary>
    /// <error code="saga.journal.failed">The journals could not be read.</error>
    public async Task<UnitResult<LobsterError>> RunAsync(CancellationToken cancellationToken)
    {
        if (runner.FindUnfinished().TryGetError(out var unread, out var unfinished)) return unread;

        // What waited for an earlier service waits for nobody. What had become a tenant's by then is named by the tenant's own folder.
        if ((await host.Pool.EndLeftAsync(cancellationToken)).TryGetError(out var unended)) StartupLog.HostNotRight(logger, unended.Code.Name, unended.FullMessage);

        // A host that is being cleared must not be built up again beside it.
        var isKept = host.Files.IsInitialized && unfinished.All(saga => saga.Head.Kind != UninitSaga.Kind);
        if (isKept) await MakeRightAsync(cancellationToken);

        // Nothing is begun before this; what a saga has begun and is undone is as well swept away.
        if (host.Snaps.Sweep().TryGetError(out var unswept)) StartupLog.HostNotRight(logger, unswept.Code.Name, unswept.FullMessage);

        // A repair leaves its tenant's entry alone, and so does a fork that of the one it copies: those are taken up as if there were none.
        var inSaga = unfinished
            .Where(saga => saga.Head.Kind is not (RepairSaga.Kind or ForkSaga.Kind))
            .Select(saga => saga.Head.Tenant)
            .Concat(unfinished.SelectMany(ForkCommand.NewOnesOf).Select(name => name.Value))
            .OfType<string>()
            .ToHashSet();
        var forking = unfinished.Where(saga => saga.Head.Kind == ForkSaga.Kind).Select(saga => saga.Head.Tenant).ToHashSet();
        var settled = registry.Current.Tenants.Values.Where(tenant => !inSaga.Contains(tenant.Name.Value)).ToList();
        foreach (var tenant in settled.Where(tenant => !forking.Contains(tenant.Name.Value)))
            if (commands.Forks.Forget(tenant).TryGetError(out var unforgotten)) StartupLog.HostNotRight(logger, unforgotten.Code.Name, unforgotten.FullMessage);
        var adopted = await Task.WhenAll(settled.Select(tenant => SettleAsync(tenant, cancellationToken)));

        if (isKept && (await PublishAsync(unfinished, cancellationToken)).TryGetError(out var error))
            StartupLog.HostNotRight(logger, error.Code.Name, error.FullMessage);

        foreach (var saga in unfinished) TakeUp(saga);
        var adoptions = adopted.Count(isAdopted => isAdopted);
        StartupLog.Ready(logger, adoptions, unfinished.Count);
        return UnitResult.Success<LobsterError>();
    }

    private async Task MakeRightAsync(CancellationToken cancellationToken)
    {
        // After a reboot nothing of this is there, but for the folders outside /run; after a restart of the service all of it is, and this only looks.
        var folders = host.Files.EnsureFolders();
        var parts = await Task.WhenAll(host.Network.EnsureBaseAsync(cancellationToken), host.Edge.EnsureUpAsync(cancellationToken));
        foreach (var result in parts.Prepend(folders))
        {
            if (!result.TryGetError(out var error)) continue;
            StartupLog.HostNotRight(logger, error.Code.Name, error.FullMessage);
            _ = events.Add("host.not-right", null, Actor, error.FullMessage, error.Code.Name);
        }
    }

    private async Task<bool> SettleAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        // A restore that the host died under: the new disk is whole and in its place, or the old one still is.
        if ((await host.Overlays.DropReplacedAsync(tenant.Owner, cancellationToken)).TryGetError(out var undropped))
            StartupLog.HostNotRight(logger, undropped.Code.Name, undropped.FullMessage);

        switch (tenant.Observed)
        {
            // Never committed, or half gone, and no journal of this boot says how far: nothing of it is worth keeping.
            case ObservedState.Spawning or ObservedState.Evicting:
                StartupLog.Clearing(logger, tenant.Name.Value, tenant.Observed);
                _ = commands.Evict.Start(tenant.Name.Value, isGraceful: false, Actor, key: null);
                return false;

            case ObservedState.Suspending or ObservedState.Resuming:
                if ((await commands.Sleep.Settling.SettleAsync(tenant, cancellationToken)).TryGetError(out var unsettled))
                    StartupLog.Unsettled(logger, tenant.Name.Value, unsettled.Code.Name, unsettled.FullMessage);
                return false;

            case ObservedState.Running when tenant.Vm is { } recorded:
                return await AdoptAsync(tenant, recorded, cancellationToken);

            // Cut off by a reboot, which has ended the VM: what was to be off is off, and what was to run has failed.
            case ObservedState.Stopping when tenant.Desired == DesiredState.Stopped:
                _ = commands.Power.Start(PowerAct.Stop, tenant.Name.Value, Actor, key: null);
                return false;

            case ObservedState.Stopping or ObservedState.Starting:
                await FailAsync(tenant, new LobsterError(VmErrors.NotRunning, "the host went down while its VM was stopped or started"), cancellationToken);
                return false;

            default:
                return false;
        }
    }

    private async Task<bool> AdoptAsync(Tenant tenant, VmProcess recorded, CancellationToken cancellationToken)
    {
        var attempt = hypervisors.Of(tenant.Hypervisor).TryGetError(out var none, out var driver)
            ? none
            : await driver.AdoptAsync(tenant.Owner, recorded, cancellationToken);
        if (!attempt.TryGetError(out var error, out var process))
        {
            StartupLog.Adopted(logger, tenant.Name.Value, process.Pid);
            watch.Start(tenant);
            return true;
        }

        await FailAsync(tenant, error, cancellationToken);
        return false;
    }

    private async Task FailAsync(Tenant tenant, LobsterError error, CancellationToken cancellationToken)
    {
        StartupLog.Gone(logger, tenant.Name.Value, error.FullMessage);
        _ = events.Add("vm.exited", tenant.Name.Value, Actor, error.FullMessage, error.Code.Name);
        await FailAsync(tenant, error.FullMessage, cancellationToken);
    }

    private async Task FailAsync(Tenant tenant, string reason, CancellationToken cancellationToken) =>
        _ = await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, tenant.Name, tenant.Id, entry => entry with { Observed = ObservedState.Failed, Reason = reason, Vm = null }),
            cancellationToken);

    private async Task<UnitResult<LobsterError>> PublishAsync(IReadOnlyList<UnfinishedSaga> unfinished, CancellationToken cancellationToken)
    {
        // A spawn or start that has routed its tenant goes on behind that step and does not come back to it.
        var routed = unfinished
            .Where(saga => commands.Routes.HasRouted(saga) || commands.PowerRoutes.HasRouted(saga) || commands.Snaps.HasRouted(saga) || commands.Restore.HasRouted(saga))
            .Select(saga => saga.Head.Tenant)
            .ToHashSet();
        return await host.Edge.ReplaceAsync(
            [
                .. registry.Current.Tenants.Values
                    .Where(tenant => IsOfEdge(tenant.Observed) || routed.Contains(tenant.Name.Value))
                    .Select(tenant => commands.Routes.RouteOf(tenant) with { Parked = commands.Sleep.IsParked(tenant, unfinished) }),
            ],
            cancellationToken);
    }

    // A sleeping tenant is known to the edge, which holds what comes for it.
    private static bool IsOfEdge(ObservedState state) =>
        state is ObservedState.Running or ObservedState.Suspended or ObservedState.Suspending or ObservedState.Resuming;

    private void TakeUp(UnfinishedSaga saga)
    {
        var request = new OperationRequest(saga.Head.Kind, saga.Head.Tenant, Actor, $"recover:{saga.Head.Saga}", Key: null);
        Operation? operation = saga.Head.Kind switch
        {
            SpawnSaga.Kind => commands.Spawn.Resume(saga, request),
            EvictSaga.Kind => commands.Evict.Resume(saga, request),
            PowerSagas.StopKind or PowerSagas.StartKind or PowerSagas.RestartKind => commands.Power.Resume(saga, request),
            EgressSaga.Kind => commands.Egress.Resume(saga, request),
            SuspendSaga.Kind => commands.Sleep.Suspend.Resume(saga, request),
            ResumeSaga.Kind => commands.Sleep.Resume.Resume(saga, request),
            VerifySaga.Kind => commands.Sleep.Verify.Resume(saga, request),
            ForkSaga.Kind => commands.Forks.Resume(saga, request),
            SnapSaga.Kind or SnapSaga.StoppingKind => commands.Snaps.Resume(saga, request),
            RestoreSaga.Kind or RestoreSaga.StoppedKind => commands.Restore.Resume(saga, request),
            RepairSaga.Kind => commands.Molt.Resume(saga, request),
            TemplateBuildSaga.Kind => commands.Templates.Resume(saga, request),
            InitSaga.Kind or UninitSaga.Kind => commands.Setup.Resume(saga, request),
            _ => null,
        };
        if (operation is null) StartupLog.UnknownKind(logger, saga.Head.Saga, saga.Head.Kind);
        else _ = events.Add("saga.recovering", saga.Head.Tenant, Actor, $"{saga.Head.Kind} was left half done and goes on");
    }
}
