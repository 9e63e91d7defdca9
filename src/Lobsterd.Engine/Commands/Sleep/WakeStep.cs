using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Secrets;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Lets the loaded VM run, and sees that its guest is awake. Where there is none, or its guest says nothing, the VM boots from its disk.</summary>
/// <remarks>Whichever of the two it is, the saved state is marked first, durably: no VM writes the disk beside a state that could still be loaded.</remarks>
public sealed class WakeStep(HypervisorSet hypervisors, IAgents agents, ISleepStore store, SecretBook secrets, WorkloadCatalogue workloads, ColdBoot cold, EventBook events)
    : SagaStep<WakeInput, Woken>
{
    // What a guest that was awake a moment ago needs to answer, and much more.
    private static readonly TimeSpan LongestYawn = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public override string Name => "wake";

    /// <inheritdoc/>
    public override async Task<Result<Woken, LobsterError>> DoAsync(WakeInput input, CancellationToken cancellationToken)
    {
        var tenant = input.Plan.Tenant;
        if (hypervisors.Of(tenant.Hypervisor).TryGetError(out var error, out var driver)) return error;
        if (store.MarkBegun(tenant.Owner).TryGetError(out error)) return error;

        var failure = input.Restored.Failure;
        if (input.Restored.Process is { } process)
        {
            if (!(await RunOnAsync(driver, tenant, cancellationToken)).TryGetError(out error)) return new Woken(process, null);
            failure = error.FullMessage;
        }

        _ = events.Add("tenant.cold-boot", tenant.Name.Value, "service", $"it could not be woken and boots from its disk: {failure}", VmErrors.StateUnusable.Name);
        return await cold.EndAsync(tenant, cancellationToken)
            .Bind(() => cold.RunAsync(input.Plan, cancellationToken))
            .Map(booted => new Woken(booted, failure));
    }

    /// <summary>The VM ends; its saved state stays marked.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(WakeInput input, Woken? output, CancellationToken cancellationToken) =>
        cold.EndAsync(input.Plan.Tenant, cancellationToken);

    private byte[]? NonceOf(Tenant tenant) => store.Find(tenant.Owner).TryGetValue(out var state) ? state.Nonce : null;

    private async Task<UnitResult<LobsterError>> RunOnAsync(IHypervisor driver, Tenant tenant, CancellationToken cancellationToken)
    {
        var awake = await driver.ResumeAsync(tenant.Owner, cancellationToken)
            .Bind(() => agents.WaitReadyAsync(tenant.Owner, LongestYawn, cancellationToken))
            .Bind(() => agents.WakeAsync(tenant.Owner, tenant.AgentToken, NonceOf(tenant), cancellationToken));
        if (awake.IsFailure) return awake;

        // They may have changed while it slept. A guest that did not take them keeps what it remembers, and somebody is told.
        if ((await secrets.TellAsync(agents, tenant, cancellationToken)).TryGetError(out var untold))
            _ = events.Add("tenant.secrets-untold", tenant.Name.Value, "service", untold.FullMessage, untold.Code.Name);

        // A workload that had ended before its tenant slept is no reason to throw away what the guest remembers.
        if ((await agents.WaitWorkloadAsync(tenant.Owner, tenant.AgentToken, workloads.ReadyWithin(tenant), cancellationToken)).TryGetError(out var silent))
            _ = events.Add("tenant.workload-silent", tenant.Name.Value, "service", silent.FullMessage, silent.Code.Name);
        return UnitResult.Success<LobsterError>();
    }
}
