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
        var ended = driver.WaitForExitAsync(input.Tenant.Owner, either.Token);
        var asked = agents.ShutdownAsync(input.Tenant.Owner, input.Tenant.AgentToken, either.Token);
        try
        {
            // A guest that cannot be asked is killed by the next step all the same, and nobody waits for the answer of one that is gone.
            if (await Task.WhenAny(asked, ended) == asked && (await asked).IsSuccess) _ = await ended;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return UnitResult.Success<LobsterError>();
        }
        finally
        {
            await either.CancelAsync();
            await Task.WhenAll(asked, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return UnitResult.Success<LobsterError>();
    }
}
