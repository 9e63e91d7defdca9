using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Linux.Tun;

/// <summary>TAP interfaces: made here, removed by <see cref="Netlink.RtBatch.DeleteLink"/>. All act in the calling thread's network namespace.</summary>
public static class Tap
{
    /// <summary>Most bytes in an interface's name.</summary>
    public const int LongestName = TunRequest.NameBytes.Length - 1;

    private const string Device = "/dev/net/tun";

    private const nuint SetInterface = 0x4004_54CA;
    private const nuint SetPersistent = 0x4004_54CB;
    private const nuint SetOwner = 0x4004_54CC;
    private const nuint GetInterface = 0x8004_54D2;

    private const ushort TapDevice = 0x0002;
    private const ushort PersistentDevice = 0x0800;
    private const ushort NoPacketInformation = 0x1000;
    private const ushort MustBeNew = 0x8000;

    /// <summary>Whether the kernel offers TUN here.</summary>
    /// <error code="tap.device.not-ready">The host has no TUN.</error>
    public static UnitResult<LobsterError> Probe()
    {
        if (OpenDevice().TryGetError(out var error, out var device)) return error;
        device.Dispose();
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Makes a TAP that stays until it is deleted, down and without addresses.</summary>
    /// <param name="name">1 to <see cref="LongestName"/> bytes of ASCII.</param>
    /// <param name="owner">The only UID besides root's that may open it.</param>
    /// <error code="tap.device.not-ready">The host has no TUN.</error>
    /// <error code="tap.create.exists">An interface of that name exists.</error>
    /// <error code="tap.create.failed">The kernel refused.</error>
    public static UnitResult<LobsterError> Create(string name, uint owner)
    {
        // Whoever opens it next must find it free: no child of ours may be born with this descriptor.
        using var gate = BirthGate.NoBirth();
        if (OpenDevice().TryGetError(out var error, out var device)) return error;
        using (device)
        {
            var request = Request(name, MustBeNew);
            if (TunCalls.Control(device.Number, SetInterface, ref request) < 0)
                return Errno.Last(Errno.LastNumber == Errno.Busy ? TapErrors.Exists : TapErrors.CreateFailed, name);
            // Persistent last: whoever dies before it leaves nothing, and whatever stays has its owner.
            return TunCalls.Control(device.Number, SetOwner, owner) < 0 || TunCalls.Control(device.Number, SetPersistent, 1) < 0
                ? Errno.Last(TapErrors.CreateFailed, name)
                : UnitResult.Success<LobsterError>();
        }
    }

    /// <summary>Opens a TAP that <see cref="Create"/> made, as the program at its other end: reads give what the host sends into it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="flags">The form of the frames.</param>
    /// <returns>A descriptor, close-on-exec, that blocks; the TAP has a carrier while it is open.</returns>
    /// <error code="tap.device.not-ready">The host has no TUN.</error>
    /// <error code="tap.open.missing">There is no such TAP.</error>
    /// <error code="tap.open.busy">A program holds it open.</error>
    /// <error code="tap.open.failed">The interface is no TAP, or the caller is neither its owner nor root.</error>
    public static Result<Fd, LobsterError> Open(string name, TapFlags flags)
    {
        if (OpenDevice().TryGetError(out var error, out var device)) return error;
        if (!Bind(device, name, flags).TryGetError(out error)) return device;
        device.Dispose();
        return error;
    }

    /// <summary>Makes a TAP that is gone as soon as nobody has it open, down and without addresses, and opens it.</summary>
    /// <param name="name">1 to <see cref="LongestName"/> bytes of ASCII.</param>
    /// <param name="flags">The form of the frames.</param>
    /// <error code="tap.device.not-ready">The host has no TUN.</error>
    /// <error code="tap.create.exists">An interface of that name exists.</error>
    /// <error code="tap.create.failed">The kernel refused.</error>
    public static Result<Fd, LobsterError> OpenPassing(string name, TapFlags flags)
    {
        if (OpenDevice().TryGetError(out var error, out var device)) return error;
        var request = Request(name, (ushort)(MustBeNew | (ushort)flags));
        if (TunCalls.Control(device.Number, SetInterface, ref request) >= 0) return device;
        error = Errno.Last(Errno.LastNumber == Errno.Busy ? TapErrors.Exists : TapErrors.CreateFailed, name);
        device.Dispose();
        return error;
    }

    /// <summary>Makes an open file the other end of a TAP that <see cref="Create"/> made: for every process that has the file, whatever it was open on before. That
    /// TAP must have been deleted: until then the file is bound to it.</summary>
    /// <param name="device">The file.</param>
    /// <param name="name">The TAP's name.</param>
    /// <param name="flags">The form of the frames.</param>
    /// <error code="tap.open.missing">There is no such TAP.</error>
    /// <error code="tap.open.busy">A program holds it open.</error>
    /// <error code="tap.open.failed">The file is bound, the interface is no TAP, or the caller is neither its owner nor root.</error>
    public static UnitResult<LobsterError> Bind(Fd device, string name, TapFlags flags)
    {
        var request = Request(name, (ushort)flags);
        if (TunCalls.Control(device.Number, SetInterface, ref request) < 0)
            return Errno.Last(Errno.LastNumber == Errno.Busy ? TapErrors.Busy : TapErrors.OpenFailed, name);

        // The kernel makes what it does not find. What it made just now is not persistent, and goes as the file closes.
        return TunCalls.Control(device.Number, GetInterface, ref request) >= 0 && (request.Flags & PersistentDevice) != 0
            ? UnitResult.Success<LobsterError>()
            : new LobsterError(TapErrors.Missing, $"{name}: no such TAP");
    }

    private static Result<Fd, LobsterError> OpenDevice() =>
        Fd.Open(Device, OpenFlags.ReadWrite)
            .MapError(cause => new LobsterError(
                TapErrors.NotReady, "the host offers no TUN", "load the module tun, and run as root", cause));

    private static TunRequest Request(string name, ushort flags)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.ASCII.GetByteCount(name), LongestName, nameof(name));
        ArgumentException.ThrowIfNullOrEmpty(name);
        var request = new TunRequest { Flags = (ushort)(TapDevice | NoPacketInformation | flags) };
        _ = Encoding.ASCII.GetBytes(name, request.Name);
        return request;
    }
}
