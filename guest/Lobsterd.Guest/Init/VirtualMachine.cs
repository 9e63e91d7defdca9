using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Agent;
using Lobsterd.Guest.Cgroups;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Machine;
using Lobsterd.Guest.Network;
using Lobsterd.Guest.Overlay;
using Lobsterd.Linux.Machine;
using Lobsterd.Linux.Mounts;
using Lobsterd.Linux.Uevents;

namespace Lobsterd.Guest.Init;

/// <summary>The life of a VM, from the kernel's first process to the reset: this is <c>/init</c>.</summary>
internal static class VirtualMachine
{
    private const string Interface = "eth0";

    /// <summary>Runs it. Does not return: the machine is reset at the end, whatever that end is.</summary>
    internal static int Run()
    {
        var fault = EventLoop.Create(exception => KernelConsole.Say($"bug: {exception}")).TryGetError(out var noLoop, out var loop)
            ? noLoop
            : loop.Run(() => RunAsync(loop));
        // An init that ends makes the kernel panic, which would hide what went wrong.
        KernelConsole.Say(fault.FullMessage);
        _ = Power.Restart();
        return 1;
    }

    private static async Task<LobsterError> RunAsync(EventLoop loop)
    {
        var boot = new BootTimes();
        if ((await EnterRootAsync(loop, boot)).TryGetError(out var unbootable, out var overlay)) return unbootable;

        var orphans = new Orphans(loop);
        var machine = new KernelMachine(overlay, orphans, loop.Clock);
        await using var agent = new GuestAgent(loop, new AgentSurroundings
        {
            Machine = machine,
            Network = new LinkNetwork(Interface),
            Overlay = overlay,
            Cgroups = new UnifiedTree(UnifiedTree.UsualRoot),
            Root = "/",
        });

        using var duties = new Duties(loop, orphans, agent.Stop);
        var ended = await agent.RunAsync(() =>
        {
            boot.Mark("agent");
            KernelConsole.Say(boot.ToString());
            duties.Begin();
        });
        if (ended.TryGetError(out var failed)) return failed;

        await machine.RestartAsync(CancellationToken.None);
        return new LobsterError(MachineErrors.RestartRefused, "the machine was not reset");
    }

    private static async Task<Result<KernelOverlay, LobsterError>> EnterRootAsync(EventLoop loop, BootTimes boot)
    {
        const MountAttributes plain = MountAttributes.NoSetId | MountAttributes.NoExecute;
        foreach (var folder in (ReadOnlySpan<string>)["/proc", "/sys", "/dev"]) _ = Directory.CreateDirectory(folder);
        var mounted = Mount.FileSystem("proc", "proc", "/proc", plain)
            .Bind(() => Mount.FileSystem("sysfs", "sysfs", "/sys", plain))
            .Bind(() => Mount.FileSystem("devtmpfs", "devtmpfs", "/dev", MountAttributes.NoSetId));
        if (mounted.TryGetError(out var unmounted)) return unmounted;
        boot.Mark("mounts");

        if (UeventSocket.Open().TryGetError(out var deaf, out var events)) return deaf;
        using (events)
        {
            if (BootModules.Load().TryGetError(out var refused)) return refused;
            boot.Mark("modules");

            if ((await BootDisks.FindAsync(loop, events)).TryGetError(out var missing, out var disks)) return missing;
            boot.Mark("disks");

            var entered = NewRoot.Enter(disks).Map(disk => new KernelOverlay(disk));
            boot.Mark("root");
            return entered;
        }
    }
}
