using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Waits until the agent in the guest answers: the guest's own boot, and nothing else. A guest that stands still is booted anew.</summary>
/// <remarks>Its output is the VMM that answered.</remarks>
public sealed class AgentStep(IAgents agents, HypervisorSet hypervisors, BootGate gate, EventBook events, TimeProvider clock) : SagaStep<AgentInput, VmProcess>
{
    // Of cold boots side by side on a crowded host one in ten was measured to stand still; four in a row are no accident.
    private const int MostBoots = 4;

    private readonly StillnessWatch stillness = new(clock);

    /// <inheritdoc/>
    public override string Name => "agent";

    /// <inheritdoc/>
    public override async Task<Result<VmProcess, LobsterError>> DoAsync(AgentInput input, CancellationToken cancellationToken)
    {
        if (hypervisors.Of(input.Vm.Hypervisor).TryGetError(out var error, out var driver)) return error;
        var owner = input.Vm.Boot.Owner;
        try
        {
            // A restored guest has booted long ago; it waits for nobody's turn.
            if (input.Vm.Template is null) await gate.EnterAsync(owner.Id, cancellationToken);
            return await WaitAsync(driver, input, cancellationToken);
        }
        finally
        {
            gate.Leave(owner.Id);
        }
    }

    /// <summary>There is nothing to undo: the VM is the step's before it to remove.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(AgentInput input, VmProcess? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());

    private async Task<Result<VmProcess, LobsterError>> WaitAsync(IHypervisor driver, AgentInput input, CancellationToken cancellationToken)
    {
        var (owner, process) = (input.Vm.Boot.Owner, input.Process);
        var began = clock.GetTimestamp();
        for (var boot = 1; ; boot++)
        {
            var left = gate.Bound - clock.GetElapsedTime(began);
            if (await WaitOnceAsync(driver, owner, left, mayStandStill: boot == MostBoots, cancellationToken) is { } ended) return ended.Map(() => process);

            _ = events.Add("vm.stood-still", owner.Name.Value, "service", $"its guest stood still for {StillnessWatch.Needed.TotalSeconds:0} s and is booted anew");
            if ((await driver.KillAsync(owner, cancellationToken)).TryGetError(out var error)) return error;
            if ((await driver.BootAsync(input.Vm.Boot, cancellationToken)).TryGetError(out error, out process)) return error;
        }
    }

    // Null: the guest stands still.
    private async Task<UnitResult<LobsterError>?> WaitOnceAsync(
        IHypervisor driver, VmOwner owner, TimeSpan within, bool mayStandStill, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = agents.WaitReadyAsync(owner, within > TimeSpan.Zero ? within : TimeSpan.Zero, stop.Token);
        var exit = driver.WaitForExitAsync(owner, stop.Token);
        var still = mayStandStill ? Task.Delay(Timeout.InfiniteTimeSpan, clock, stop.Token) : stillness.WaitAsync(driver, owner, stop.Token);
        try
        {
            var first = await Task.WhenAny(answer, exit, still);
            if (first == answer) return await answer;

            // A VMM that dies while its guest boots is told at once, not after the bound.
            if (first == exit) return Died(await exit);
            await still;
            return null;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(answer, exit, still).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static LobsterError Died(VmExit exit)
    {
        var how = exit.Signal is { } signal ? $"signal {signal}" : exit.ExitCode is { } code ? $"exit code {code}" : "no record of how";
        var words = exit.LastWords.Length > 0 ? $"; its last words: {exit.LastWords}" : "";
        return new LobsterError(VmErrors.Exited, $"the VMM ended while its guest booted ({how}){words}");
    }
}
