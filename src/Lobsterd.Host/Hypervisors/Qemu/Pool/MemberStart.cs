using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Tun;

namespace Lobsterd.Host.Hypervisors.Qemu.Pool;

/// <summary>Starts a QEMU that shall wait, up to where it needs its tenant.</summary>
/// <param name="images">Where images come from.</param>
/// <param name="jail">Where it runs.</param>
/// <param name="rams">The memory of templates.</param>
/// <param name="clock">Measures the bounds.</param>
internal sealed class MemberStart(IImages images, VmJail jail, SealedRams rams, TimeProvider clock)
{
    // Its RCU thread frees in rounds of 10 ms and trims the heap behind them: over after 100 ms, measured.
    private static readonly TimeSpan Tidying = TimeSpan.FromMilliseconds(150);

    // A clean-up has to end, whatever became of what needs it.
    private static readonly TimeSpan LongestCleanup = TimeSpan.FromSeconds(20);

    /// <summary>Starts one. For one caller at a time.</summary>
    /// <error code="vm.start.failed">It did not come up; nothing of it is left.</error>
    internal async Task<Result<QemuMember, LobsterError>> RunAsync(MemberWish wish, CancellationToken cancellationToken)
    {
        if (jail.PrepareSeat().TryGetError(out var error, out var place)) return NotStarted(error);
        QemuMember? made = null;
        try
        {
            var built = await BuildAsync(wish, place, cancellationToken);
            if (built.TryGetValue(out made)) return made;
            return NotStarted(built.Error);
        }
        finally
        {
            if (made is null)
            {
                using var bound = new CancellationTokenSource(LongestCleanup, clock);
                _ = await jail.ClearSeatAsync(place.Seat, bound.Token);
            }
        }
    }

    private async Task<Result<QemuMember, LobsterError>> BuildAsync(MemberWish wish, JailPlace place, CancellationToken cancellationToken)
    {
        var held = new List<IDisposable>();
        QmpLink? link = null;
        QemuMember? member = null;
        try
        {
            if (FileStat.OfTarget(wish.Shape.Host.Program).TryGetError(out var error, out var program)) return error;
            if ((await images.BootFilesAsync(wish.Shape.Image, cancellationToken)).TryGetError(out error, out var files)) return error;
            if ((await MemoryAsync(wish, files, cancellationToken)).TryGetError(out error, out var memory)) return error;
            var (memfd, ram) = memory;
            using var own = ram is null ? memfd : null;
            if (ram is not null) held.Add(ram);

            var name = TapOf(place.Seat);
            if (Tap.OpenPassing(name, TapFlags.VirtioHeader).TryGetError(out error, out var tap)) return error;
            held.Add(tap);
            if ((await StartAsync(wish.Shape, place, files, memfd, tap, cancellationToken)).TryGetError(out error, out var process)) return error;
            held.Add(process);

            link = new QmpLink(Path.Combine(place.RunFolder, QemuHypervisor.MonitorSocket), clock);
            if ((await link.GetAsync(cancellationToken)).TryGetError(out error, out var monitor)) return error;
            if (monitor.Version != wish.Shape.Host.Version) return new LobsterError(VmErrors.Unreachable, $"QEMU {monitor.Version} answered in place of {wish.Shape.Host.Version}");

            // Behind its start QEMU tidies up its memory, and does nothing else meanwhile: with nobody waiting for it now, or for some 20 ms with its tenant waiting.
            await Task.Delay(Tidying, clock, cancellationToken);

            // Stopped first: without a TAP the file is always ready with an error, and QEMU would ask it again and again.
            if (process.Process.Signal(Signals.Stop).TryGetError(out error)) return error;
            return member = new QemuMember
            {
                Shape = wish.Shape,
                Seat = place.Seat,
                Process = process,
                Program = program.Identity,
                Link = link,
                Tap = tap,
                IsTapLoose = Task.Run(() => DeleteTap(name), CancellationToken.None),
                Ram = ram,
            };
        }
        finally
        {
            if (member is null)
            {
                if (link is not null) await link.DisposeAsync();
                held.ForEach(one => one.Dispose());
            }
        }
    }

    // A template's, which stays held for as long as it is mapped, or one of its own, which nobody else needs once it is.
    private async Task<Result<(Fd Memfd, SealedRam? Ram), LobsterError>> MemoryAsync(MemberWish wish, BootFiles files, CancellationToken cancellationToken)
    {
        LobsterError? error;
        if (wish.Origin is not { } origin)
        {
            if (MemberSource.KernelOf(files).TryGetError(out error, out var kernel)) return error;
            if (kernel != wish.Shape.Source) return new LobsterError(VmErrors.StateUnusable, $"{files.Kernel} is another kernel by now");
            return OwnRam.Create(wish.Shape.Size).Map(memory => (memory, (SealedRam?)null));
        }

        if ((await rams.TakeAsync(origin.Path, origin.Content, mayRest: true, cancellationToken)).TryGetError(out error, out var ram)) return error;
        if (new MemberSource.Template(ram.Source) == wish.Shape.Source) return (ram.Memfd, ram);
        ram.Dispose();
        return new LobsterError(VmErrors.StateUnusable, $"{origin.Path} is another template's by now");
    }

    private async Task<Result<JailedProcess, LobsterError>> StartAsync(
        MemberShape shape, JailPlace place, BootFiles files, Fd memory, Fd tap, CancellationToken cancellationToken)
    {
        var monitor = Path.Combine(place.RunFolder, QemuHypervisor.MonitorSocket);
        var isCold = shape.Source is MemberSource.Kernel;
        if (VmDescriptors.OpenShared(files, monitor, isCold).TryGetError(out var error, out var descriptors)) return error;
        using (descriptors)
        {
            var arguments = QemuCommandLine.Wait(shape.Host, place.Seat, shape.Size, shape.DiskBytes, isCold);
            ChildDescriptor[] handed = [.. descriptors.With(QemuDescriptors.Memory, memory), new(QemuDescriptors.Tap, tap)];
            return await jail.StartAsync(QemuJail.Input(place, shape.Host, shape.Size, arguments, handed, shape.DiskBytes), cancellationToken);
        }
    }

    // No tenant's name: what looks for tenants' TAPs passes it by. Down and without addresses, it lives for as long as QEMU takes to start.
    private static string TapOf(Seat seat) => $"lobs{seat}";

    private static UnitResult<LobsterError> DeleteTap(string name)
    {
        if (RtNetlink.Open().TryGetError(out var error, out var kernel)) return error;
        using (kernel)
        {
            if (kernel.FindLink(name).TryGetError(out error, out var link)) return error;
            return link is null ? UnitResult.Success<LobsterError>() : kernel.Apply(new RtBatch().DeleteLink(link.Index, missingIsFine: true));
        }
    }

    private static LobsterError NotStarted(LobsterError cause) => new(VmErrors.StartFailed, "a QEMU that shall wait did not come up", Cause: cause);
}
