using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Host.Hypervisors.Qemu.Saved;

/// <summary>The state file of a saved VM: a passport, then what QEMU writes of its devices.</summary>
internal static class StateFile
{
    private const int OwnerOnly = 0x180;    // 0600
    private const int ReadBytes = 64 * 1024;

    /// <summary>Opens a saved state and checks all of it.</summary>
    /// <param name="path">The state file.</param>
    /// <error code="vm.state.unusable">It is missing, damaged or of another form.</error>
    internal static Result<OpenState, LobsterError> Open(string path)
    {
        if (PlainFile.Open(path, OpenFlags.ReadOnly).TryGetError(out var error, out var file)) return Unusable(path, error);
        var state = Read(file);
        if (!state.TryGetError(out error, out var passport)) return new OpenState(passport, file);
        file.Dispose();
        return Unusable(path, error);
    }

    /// <summary>Writes a saved state and flushes it: a copy, of which QEMU has no descriptor.</summary>
    /// <param name="path">The state file; what was there is gone.</param>
    /// <param name="devices">What QEMU wrote; it may still write.</param>
    /// <param name="passport">Makes the passport.</param>
    /// <exception cref="IOException">It cannot be read, or there is no room.</exception>
    /// <error code="vm.state.unusable">QEMU wrote more than a device state can be.</error>
    /// <error code="descriptor.open.path">The file could not be made.</error>
    /// <error code="file.kind.refused">Something else than a file stands there.</error>
    /// <error code="file.act.failed">An I/O error.</error>
    internal static UnitResult<LobsterError> Write(string path, Fd devices, Func<SavedDevices, SavedState> passport)
    {
        const int Flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate;
        if (PlainFile.Open(path, Flags, OwnerOnly).TryGetError(out var error, out var file)) return error;
        using (file)
        {
            if (file.Duplicate().TryGetError(out error, out var second)) return error;
            using var target = second.TakeFileHandle();
            if (devices.Duplicate().TryGetError(out error, out second)) return error;
            using var source = second.TakeFileHandle();
            if (Copy(source, target).TryGetError(out error, out var copied)) return error;
            RandomAccess.Write(target, SavedStateHeader.Encode(passport(copied)), 0);
            return SparseFile.Sync(file);
        }
    }

    private static Result<SavedState, LobsterError> Read(Fd file)
    {
        // Sequential reads, so that the descriptor stands behind the page afterwards.
        var page = new byte[SavedStateHeader.Bytes];
        if (file.Read(page).TryGetError(out var error, out var count)) return error;
        if (SavedStateHeader.Decode(page.AsSpan(0, count ?? 0)).TryGetError(out error, out var state)) return error;
        if (FileStat.Of(file).TryGetError(out error, out var stat)) return error;
        if (state.Devices.Bytes is < 0 or > QemuOverhead.LargestStateBytes || stat.SizeBytes != SavedStateHeader.Bytes + state.Devices.Bytes)
            return Unusable("its size is not the one that was saved");

        if (file.Duplicate().TryGetError(out error, out var second)) return error;
        try
        {
            using var handle = second.TakeFileHandle();
            return Measure(handle) == state.Devices ? state : Unusable("its device state is damaged");
        }
        catch (IOException exception)
        {
            return Unusable(exception.Message);
        }
    }

    private static Result<SavedDevices, LobsterError> Copy(SafeFileHandle source, SafeFileHandle target)
    {
        var (sum, offset) = (0u, 0L);
        var buffer = new byte[ReadBytes];
        while (RandomAccess.Read(source, buffer, offset) is > 0 and var read)
        {
            // What it may write at most is its disk's size, and that is no measure for this.
            if (offset + read > QemuOverhead.LargestStateBytes) return Unusable($"its device state is larger than {QemuOverhead.LargestStateBytes} bytes");
            sum = PassportPage.SumOf(sum, buffer.AsSpan(0, read));
            RandomAccess.Write(target, buffer.AsSpan(0, read), SavedStateHeader.Bytes + offset);
            offset += read;
        }

        return new SavedDevices(offset, sum);
    }

    private static SavedDevices Measure(SafeFileHandle file)
    {
        var sum = 0u;
        var buffer = new byte[ReadBytes];
        var offset = (long)SavedStateHeader.Bytes;
        while (RandomAccess.Read(file, buffer, offset) is > 0 and var read)
        {
            sum = PassportPage.SumOf(sum, buffer.AsSpan(0, read));
            offset += read;
        }

        return new SavedDevices(offset - SavedStateHeader.Bytes, sum);
    }

    private static LobsterError Unusable(string how) => new(VmErrors.StateUnusable, how);

    private static LobsterError Unusable(string path, LobsterError cause) =>
        new(VmErrors.StateUnusable, $"{path}: the saved state cannot be used", Cause: cause);
}
