using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Tun;
using Lobsterd.Linux.UnixSockets;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>What a QEMU is handed, opened by us and closed as soon as it has its own copies.</summary>
/// <remarks>Ours must go: a disk's lock belongs to the open file, not to a process, and the end of a QEMU that never spoke shows by its
/// monitor's socket closing, of which we must not hold a copy.</remarks>
internal sealed class VmDescriptors : IDisposable
{
    private readonly List<ChildDescriptor> opened = [];

    private VmDescriptors()
    {
    }

    /// <summary>Numbers in the child, and what they are copies of.</summary>
    internal IReadOnlyList<ChildDescriptor> All => opened;

    /// <summary>Size of the tenant's disk.</summary>
    internal long OverlayBytes { get; private set; }

    /// <summary>Opens everything but the memory.</summary>
    /// <param name="input">The VM.</param>
    /// <param name="files">What it boots from.</param>
    /// <param name="monitorSocket">Where its monitor shall listen.</param>
    /// <param name="isCold">Whether it needs a kernel.</param>
    /// <error code="vm.start.failed">Something could not be opened; the cause says what.</error>
    internal static Result<VmDescriptors, LobsterError> Open(BootVmInput input, BootFiles files, string monitorSocket, bool isCold) => Make(
        $"tenant {input.Owner.Name}: the VM lacks something",
        made => made.AddShared(files, monitorSocket, isCold)
            .Bind(() => made.AddOverlay(input.OverlayPath))
            .Bind(() => made.Add(QemuDescriptors.Tap, Tap.Open(NetworkPlan.TapOf(input.Owner.Slot), TapFlags.VirtioHeader))));

    /// <summary>Opens what a VM has that knows no tenant yet: its image, its monitor, and its kernel where it needs one.</summary>
    /// <inheritdoc cref="Open"/>
    internal static Result<VmDescriptors, LobsterError> OpenShared(BootFiles files, string monitorSocket, bool isCold) =>
        Make("the VM lacks something", made => made.AddShared(files, monitorSocket, isCold));

    /// <summary>All of them, and one that stays its owner's.</summary>
    internal IReadOnlyList<ChildDescriptor> With(int number, SafeHandle source) => [.. opened, new ChildDescriptor(number, source)];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var descriptor in opened) descriptor.Source.Dispose();
    }

    // Ours, and that of a service that comes after us before QEMU has noticed that we are gone.
    private const int Backlog = 4;

    private static Result<VmDescriptors, LobsterError> Make(string lacking, Func<VmDescriptors, UnitResult<LobsterError>> add)
    {
        var made = new VmDescriptors();
        if (!add(made).TryGetError(out var error)) return made;
        made.Dispose();
        return new LobsterError(VmErrors.StartFailed, lacking, Cause: error);
    }

    private UnitResult<LobsterError> AddShared(BootFiles files, string monitorSocket, bool isCold)
    {
        var shared = Add(QemuDescriptors.Image, PlainFile.Open(files.RootImage, OpenFlags.ReadOnly))
            .Bind(() => Add(QemuDescriptors.Monitor, UnixListener.Listen(monitorSocket, Backlog)));
        if (!isCold) return shared;
        return shared
            .Bind(() => Add(QemuDescriptors.Kernel, PlainFile.Open(files.Kernel, OpenFlags.ReadOnly)))
            .Bind(() => Add(QemuDescriptors.Initramfs, PlainFile.Open(files.Initramfs, OpenFlags.ReadOnly)));
    }

    private UnitResult<LobsterError> AddOverlay(string path)
    {
        if (PlainFile.Open(path, OpenFlags.ReadWrite).TryGetError(out var error, out var overlay)) return error;
        opened.Add(new ChildDescriptor(QemuDescriptors.Overlay, overlay));
        if (FileStat.Of(overlay).TryGetError(out error, out var stat)) return error;
        OverlayBytes = stat.SizeBytes;
        return UnitResult.Success<LobsterError>();
    }

    private UnitResult<LobsterError> Add(int number, Result<Fd, LobsterError> attempt)
    {
        if (attempt.TryGetError(out var error, out var fd)) return error;
        opened.Add(new ChildDescriptor(number, fd));
        return UnitResult.Success<LobsterError>();
    }
}
