using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Firecracker.Saved;

/// <summary>The state file of a saved VM: its <see cref="PassportPage"/>, then what Firecracker wrote of its devices.</summary>
internal static class SavedFile
{
    /// <summary>Most bytes of a device state; a real one has some 50 KiB.</summary>
    internal const int LongestState = 16 << 20;

    private const int OwnerOnly = 0x180;    // 0600

    /// <summary>Writes and flushes one.</summary>
    /// <param name="path">Where; what was there is gone.</param>
    /// <param name="passport">What it is; its length and sum are filled in.</param>
    /// <param name="state">Firecracker's own bytes.</param>
    /// <error code="descriptor.write.failed">There is no room.</error>
    /// <error code="file.act.failed">An I/O error.</error>
    internal static UnitResult<LobsterError> Write(string path, SavedFirecracker passport, ReadOnlySpan<byte> state)
    {
        const int Flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate;
        var whole = passport with { StateBytes = state.Length, StateSum = PassportPage.SumOf(0, state) };
        byte[] content = [.. PassportPage.Encode(whole, SavedFirecrackerJson.Default.SavedFirecracker), .. state];

        if (PlainFile.Open(path, Flags, OwnerOnly).TryGetError(out var error, out var file)) return error;
        using (file) return file.Write(content).Bind(() => SparseFile.Sync(file));
    }

    /// <summary>Reads one and checks all of it.</summary>
    /// <returns>Passport and Firecracker's bytes.</returns>
    /// <error code="vm.state.unusable">It is missing, damaged or of another form.</error>
    internal static Result<(SavedFirecracker Passport, byte[] State), LobsterError> Read(string path)
    {
        if (SmallFile.Read(path, PassportPage.Bytes + LongestState).TryGetError(out var error, out var content)) return Unusable(path, error.Message);
        var end = Math.Min(content.Length, PassportPage.Bytes);
        var (page, state) = (content[..end], content[end..]);
        if (PassportPage.Decode(page, SavedFirecrackerJson.Default.SavedFirecracker, IsKnown).TryGetError(out error, out var passport)) return Unusable(path, error.Message);
        return passport.StateBytes == state.Length && passport.StateSum == PassportPage.SumOf(0, state) ? (passport, state) : Unusable(path, "its device state is damaged");
    }

    private static bool IsKnown(SavedFirecracker passport) => passport.Format == SavedFirecracker.CurrentFormat;

    private static LobsterError Unusable(string path, string how) => new(VmErrors.StateUnusable, $"{path}: the saved state cannot be used: {how}");
}
