using System.Numerics;
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
        if (Fd.Open(path, OpenFlags.ReadOnly | OpenFlags.NoFollow).TryGetError(out var error, out var file)) return Unusable(path, error);
        var state = Read(file);
        if (!state.TryGetError(out error, out var passport)) return new OpenState(passport, file);
        file.Dispose();
        return Unusable(path, error);
    }

    /// <summary>Makes an empty state file for QEMU to write into, its place for the passport left free.</summary>
    /// <param name="path">The state file; what was there is gone.</param>
    /// <returns>Write-only, as QEMU wants it, and standing behind the passport.</returns>
    /// <error code="descriptor.open.path">It could not be made.</error>
    /// <error code="descriptor.write.failed">There is no room.</error>
    internal static Result<Fd, LobsterError> Create(string path)
    {
        const int Flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.NoFollow;
        if (Fd.Open(path, Flags, OwnerOnly).TryGetError(out var error, out var file)) return error;
        if (!file.Write(new byte[SavedStateHeader.Bytes]).TryGetError(out error)) return file;
        file.Dispose();
        return error;
    }

    /// <summary>Sums up what QEMU wrote into a file of <see cref="Create"/>.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static SavedDevices Measure(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Measure(file);
    }

    /// <summary>Writes the passport and flushes the file.</summary>
    /// <param name="path">The state file, QEMU's part of it complete.</param>
    /// <param name="state">The passport.</param>
    /// <error code="file.act.failed">An I/O error.</error>
    internal static UnitResult<LobsterError> Seal(string path, SavedState state)
    {
        if (Fd.Open(path, OpenFlags.WriteOnly | OpenFlags.NoFollow).TryGetError(out var error, out var file)) return error;
        using (file) return file.Write(SavedStateHeader.Encode(state)).Bind(() => SparseFile.Sync(file));
    }

    private static Result<SavedState, LobsterError> Read(Fd file)
    {
        // Sequential reads, so that the descriptor stands behind the page afterwards.
        var page = new byte[SavedStateHeader.Bytes];
        if (file.Read(page).TryGetError(out var error, out var count)) return error;
        if (SavedStateHeader.Decode(page.AsSpan(0, count ?? 0)).TryGetError(out error, out var state)) return error;
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

    private static SavedDevices Measure(SafeFileHandle file)
    {
        var sum = 0u;
        var buffer = new byte[ReadBytes];
        var offset = (long)SavedStateHeader.Bytes;
        while (RandomAccess.Read(file, buffer, offset) is > 0 and var read)
        {
            foreach (var value in buffer.AsSpan(0, read)) sum = BitOperations.Crc32C(sum, value);
            offset += read;
        }

        return new SavedDevices(offset - SavedStateHeader.Bytes, sum);
    }

    private static LobsterError Unusable(string how) => new(VmErrors.StateUnusable, how);

    private static LobsterError Unusable(string path, LobsterError cause) =>
        new(VmErrors.StateUnusable, $"{path}: the saved state cannot be used", Cause: cause);
}
