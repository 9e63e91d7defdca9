using System.Diagnostics;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Bare;

/// <summary>A tenant that a script puts to sleep and wakes, in the best way known for this QEMU: what differs from the template and the device state are saved, QEMU ends,
/// and a new one gets both over the template's memory. Its guest is not held meanwhile, so nothing has to release it: it is told the time, and asked.</summary>
internal sealed class BareSleeper : IDisposable
{
    private const int StateSet = 9;
    private const int OwnerOnlyFile = 0x180;

    private readonly BareHost host;
    private readonly TenantClaim claim;
    private readonly int tap;
    private SavedRam? saved;

    private BareSleeper(BareHost host, TenantClaim claim, int tap) => (this.host, this.claim, this.tap) = (host, claim, tap);

    private string Memory => Path.Combine(host.Folder, "memory");

    private string Devices => Path.Combine(host.Folder, "state");

    /// <summary>A tenant of a template, which has answered once and sleeps.</summary>
    /// <param name="host">Of a stand with a template.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<BareSleeper> AsleepAsync(BareHost host, CancellationToken cancellationToken)
    {
        var tap = BareTap.Make(NetworkPlan.TapOf(BareVm.Owner.Slot), BareVm.Owner.Slot, BareHost.Plan);
        try
        {
            host.CopyDisk(OverlayIn(host));
            await using var vm = BareVm.Start(host, OverlayIn(host));
            using var state = StateFile.Open(host.TemplateStatePath).Require();
            await vm.GreetAsync(cancellationToken);
            await vm.RunFromAsync(state.File, cancellationToken);
            var sleeper = new BareSleeper(host, await vm.ClaimAsync(cancellationToken), tap);
            await vm.AskGatewayAsync(cancellationToken);
            await sleeper.FallAsleepAsync(vm, cancellationToken);
            return sleeper;
        }
        catch
        {
            BareTap.Remove(tap);
            throw;
        }
    }

    /// <summary>It is woken; how long it is to the first byte of its gateway, in ms. It sleeps again afterwards.</summary>
    internal async Task<double> FirstByteMsAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await using var vm = BareVm.Start(host, OverlayIn(host));
        await vm.GreetAsync(cancellationToken);
        var (memory, under) = (saved!.Memory, saved.Base!);
        RamDeltaLoader.Load(Memory, memory, under.Pages, RamMapping.Find(vm.Pid, memory.Bytes).Require()).Require();
        using (var state = Fd.Open(Devices, OpenFlags.ReadOnly).Require()) await vm.RunFromAsync(state, cancellationToken);

        // A guest that does not know what time it is, or draws the same numbers a second time, is not awake.
        await vm.TellAsync(stop => host.Agents.WakeAsync(BareVm.Owner, claim.AgentToken, nonce: null, stop), cancellationToken);
        await vm.AskGatewayAsync(cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        await FallAsleepAsync(vm, cancellationToken);
        return elapsed;
    }

    /// <inheritdoc/>
    public void Dispose() => BareTap.Remove(tap);

    private static string OverlayIn(BareHost host) => Path.Combine(host.Folder, "sleeper.ext4");

    private async Task FallAsleepAsync(BareVm vm, CancellationToken cancellationToken)
    {
        await vm.TellAsync(stop => host.Agents.SyncAsync(BareVm.Owner, claim.AgentToken, stop), cancellationToken);
        await host.Agents.HangUpAsync(BareVm.Owner, cancellationToken);
        _ = await vm.AskAsync(QmpCommands.Stop, QmpNothing.Value, null, cancellationToken);
        var mapping = RamMapping.Find(vm.Pid, host.TemplateMemory!.Bytes).Require();
        saved = RamDeltaWriter.Write(mapping, new RamOrigin(host.TemplateMemoryPath, host.TemplateMemory), Memory, cancellationToken).Require();

        using var devices = Fd.Open(Devices, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate, OwnerOnlyFile).Require();
        _ = await vm.AskAsync(QmpCommands.AddFd, new AddFdArguments(StateSet), devices, cancellationToken);
        _ = await vm.AskAsync(QmpCommands.SaveDevices, new SaveDevicesArguments($"/dev/fdset/{StateSet}", Live: false), null, cancellationToken);
    }
}
