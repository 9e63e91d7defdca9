using System.Diagnostics;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Bare;

/// <summary>What a script would do for a new tenant: copy the disk, make a TAP, start QEMU and boot or load what it has, claim, start the workload, ask its gateway.
/// No jail, no cgroup, no wall, no journal, no registry, no edge.</summary>
internal sealed class BareSpawn(BareHost host)
{
    private string Overlay => Path.Combine(host.Folder, "overlay.ext4");

    /// <summary>From nothing to the first byte of the gateway, in ms; nothing is left of it afterwards.</summary>
    internal async Task<double> FirstByteMsAsync(CancellationToken cancellationToken) => (await BootAsync(cancellationToken)).FirstByteMs;

    /// <summary>The same, and how long it is until QEMU has built its machine and answers, in ms.</summary>
    internal async Task<(double MachineMs, double FirstByteMs)> BootAsync(CancellationToken cancellationToken)
    {
        int? tap = null;
        try
        {
            var start = Stopwatch.GetTimestamp();
            host.CopyDisk(Overlay);
            tap = BareTap.Make(NetworkPlan.TapOf(BareVm.Owner.Slot), BareVm.Owner.Slot, BareHost.Plan);
            await using var vm = BareVm.Start(host, Overlay);
            await vm.GreetAsync(cancellationToken);
            var machine = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (host.TemplateMemory is not null)
            {
                using var state = StateFile.Open(host.TemplateStatePath).Require();
                await vm.RunFromAsync(state.File, cancellationToken);
            }

            _ = await vm.ClaimAsync(cancellationToken);
            await vm.AskGatewayAsync(cancellationToken);
            return (machine, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        finally
        {
            if (tap is { } made) BareTap.Remove(made);
            File.Delete(Overlay);
        }
    }
}
