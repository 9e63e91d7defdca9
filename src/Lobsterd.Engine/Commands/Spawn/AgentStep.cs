using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Waits until the agent in the guest answers: the guest's own boot, and nothing else.</summary>
public sealed class AgentStep(IAgents agents, HypervisorSet hypervisors, HypervisorConfig config, TimeProvider clock) : SagaStep<VmInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "agent";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(VmInput input, CancellationToken cancellationToken)
    {
        if (hypervisors.Of(input.Hypervisor).TryGetError(out var error, out var driver)) return error;

        var bound = TimeSpan.FromMilliseconds(config.BootTimeoutMs);
        using var timeout = new CancellationTokenSource(bound, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var answer = agents.WaitReadyAsync(input.Boot.Owner, stop.Token);
        var exit = driver.WaitForExitAsync(input.Boot.Owner, stop.Token);
        try
        {
            // A VMM that dies while its guest boots is told at once, not after the bound.
            if (await Task.WhenAny(answer, exit) == answer) return (await answer).Map(() => Nothing.Value);
            return Died(await exit);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LobsterError(AgentErrors.Unreachable, $"the guest's agent gave no answer within {bound.TotalSeconds:0} s of the boot");
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(answer, exit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>There is nothing to undo: the VM is the next step's to remove.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(VmInput input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());

    private static LobsterError Died(VmExit exit)
    {
        var how = exit.Signal is { } signal ? $"signal {signal}" : exit.ExitCode is { } code ? $"exit code {code}" : "no record of how";
        var words = exit.LastWords.Length > 0 ? $"; its last words: {exit.LastWords}" : "";
        return new LobsterError(VmErrors.Exited, $"the VMM ended while its guest booted ({how}){words}");
    }
}
