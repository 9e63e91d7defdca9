using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>One VM that this service holds: its process, the way to its monitor, and what it maps.</summary>
/// <param name="owner">Whose it is.</param>
/// <param name="record">What was written down of it.</param>
/// <param name="process">Its process in its jail.</param>
/// <param name="link">The way to its monitor.</param>
/// <param name="clock">Measures the bounds.</param>
internal sealed class QemuVm(VmOwner owner, VmRecord record, JailedProcess process, QmpLink link, TimeProvider clock) : IHeldVm
{
    private SealedRam? ram;

    /// <summary>Whose it is.</summary>
    internal VmOwner Owner => owner;

    /// <summary>What was written down of it.</summary>
    internal VmRecord Record => record;

    /// <inheritdoc/>
    public VmProcess Process => record.Process;

    /// <inheritdoc/>
    public Task<VmExit> Exit => process.Exit;

    /// <summary>The limits that the host enforces on it.</summary>
    internal IReadOnlyList<string> LimitsInForce => process.LimitsInForce;

    /// <summary>Asks the monitor.</summary>
    /// <error code="vm.process.exited">QEMU has ended.</error>
    /// <error code="vm.control.unreachable">QEMU did not answer in its bound, or not sensibly.</error>
    /// <error code="vm.control.refused">QEMU refused; its words are in the message.</error>
    internal async Task<Result<TReturn, LobsterError>> AskAsync<TArguments, TReturn>(
        QmpCommand<TArguments, TReturn> command, TArguments arguments, Fd? descriptor, CancellationToken cancellationToken)
    {
        if ((await link.GetAsync(cancellationToken)).TryGetError(out var unreached, out var monitor)) return await ExplainAsync(unreached);
        var answer = await monitor.ExecuteAsync(command, arguments, descriptor, cancellationToken);
        return answer.TryGetError(out var error, out var value) ? await ExplainAsync(error) : value;
    }

    /// <summary>Asks the monitor with a command that takes nothing.</summary>
    /// <inheritdoc cref="AskAsync{TArguments, TReturn}"/>
    internal Task<Result<TReturn, LobsterError>> AskAsync<TReturn>(QmpCommand<QmpNothing, TReturn> command, CancellationToken cancellationToken) =>
        AskAsync(command, QmpNothing.Value, null, cancellationToken);

    /// <summary>Keeps the saved memory that it maps for as long as it lives, in place of what it kept before.</summary>
    internal void Hold(SealedRam mapped)
    {
        ram?.Dispose();
        ram = mapped;
    }

    /// <summary>Waits for QEMU's greeting, which it sends once its machine is built.</summary>
    /// <param name="expected">The version that its arguments were made for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <error code="vm.process.exited">It ended instead.</error>
    /// <error code="vm.control.unreachable">It did not greet in its bound, or is of another version.</error>
    internal async Task<UnitResult<LobsterError>> GreetAsync(QemuVersion expected, CancellationToken cancellationToken)
    {
        if ((await link.GetAsync(cancellationToken)).TryGetError(out var error, out var monitor)) return await ExplainAsync(error);
        return monitor.Version == expected
            ? UnitResult.Success<LobsterError>()
            : new LobsterError(VmErrors.Unreachable, $"{owner.Name}: QEMU {monitor.Version} answered in place of {expected}");
    }

    /// <summary>Waits for the end of a load that was begun.</summary>
    /// <error code="vm.state.unusable">QEMU could not make anything of the state.</error>
    /// <error code="vm.process.exited">QEMU ended over it.</error>
    /// <error code="vm.control.unreachable">It did not end in its bound.</error>
    internal async Task<UnitResult<LobsterError>> WaitForLoadAsync(CancellationToken cancellationToken)
    {
        if ((await link.GetAsync(cancellationToken)).TryGetError(out var unreached, out var monitor)) return await ExplainAsync(unreached);
        await foreach (var happened in monitor.Events.ReadAllAsync(cancellationToken))
        {
            switch (QmpEvents.LoadStatusOf(happened))
            {
                case "completed":
                    return UnitResult.Success<LobsterError>();
                case "failed":
                    return new LobsterError(VmErrors.StateUnusable, "QEMU could not load the saved state");
            }
        }

        return await ExplainAsync(new LobsterError(QmpErrors.Lost, "QEMU's monitor ended during the load"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
        process.Dispose();
        ram?.Dispose();
    }

    private async Task<LobsterError> ExplainAsync(LobsterError error)
    {
        if (error.Code == QmpErrors.Refused) return Of(VmErrors.Refused, error.Message);
        if (error.Code == QmpErrors.Late) return Of(VmErrors.Unreachable, error.Message);
        return await VmFaults.OfLostControlAsync(owner, process.Exit, exit => exit.Describe("QEMU"), error, clock);
    }

    private LobsterError Of(ErrorCode code, string message) => new(code, $"tenant {owner.Name}: {message}");
}
