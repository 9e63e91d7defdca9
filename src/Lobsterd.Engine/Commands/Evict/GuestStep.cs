using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Hypervisors;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>Asks the guest to shut down, when the eviction is graceful, and waits until its VMM has ended or the bound is over.</summary>
public sealed class GuestStep(IAgents agents, HypervisorSet hypervisors, AgentConfig config, TimeProvider clock) : EvictStep
{
    /// <inheritdoc/>
    public override string Name => "guest";

    /// <inheritdoc/>
    protected override async Task<UnitResult<LobsterError>> RemoveAsync(EvictPlan input, CancellationToken cancellationToken)
    {
        // One that sleeps has synced before, and nobody is there to be asked.
        if (!input.Graceful || input.Tenant.Vm is null) return UnitResult.Success<LobsterError>();
        if (hypervisors.Of(input.Tenant.Hypervisor).TryGetError(out var error, out var driver)) return error;

        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(config.ShutdownTimeoutMs), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // A guest that cannot be asked is killed by the next step all the same.
            if ((await agents.ShutdownAsync(input.Tenant.Owner, input.Tenant.AgentToken, either.Token)).IsSuccess)
                _ = await driver.WaitForExitAsync(input.Tenant.Owner, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return UnitResult.Success<LobsterError>();
        }

        return UnitResult.Success<LobsterError>();
    }
}
