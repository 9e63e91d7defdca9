using System.Numerics;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Firecracker.Saved;

/// <summary>The state file of a saved VM: a page with its passport, as JSON filled up with spaces, then what Firecracker wrote of its devices.</summary>
internal static class SavedFile
{
    /// <summary>Most bytes of a device state; a real one has some 50 KiB.</summary>
    internal const int LongestState = 16 << 20;

    private const int PassportBytes = 4096;
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
        var page = new byte[PassportBytes + state.Length];
        page.AsSpan(0, PassportBytes).Fill((byte)' ');
        page[PassportBytes - 1] = (byte)'\n';
        JsonSerializer.SerializeToUtf8Bytes(passport with { StateBytes = state.Length, StateSum = SumOf(state) }, SavedFirecrackerJson.Default.SavedFirecracker).CopyTo(page, 0);
        state.CopyTo(page.AsSpan(PassportBytes));

        if (PlainFile.Open(path, Flags, OwnerOnly).TryGetError(out var error, out var file)) return error;
        using (file) return file.Write(page).Bind(() => SparseFile.Sync(file));
    }

    /// <summary>Reads one and checks all of it.</summary>
    /// <returns>Passport and Firecracker's bytes.</returns>
    /// <error code="vm.state.unusable">It is missing, damaged or of another form.</error>
    internal static Result<(SavedFirecracker Passport, byte[] State), LobsterError> Read(string path)
    {
        if (SmallFile.Read(path, PassportBytes + LongestState).TryGetError(out var error, out var content)) return Unusable(path, error.Message);
        if (content.Length < PassportBytes || content[PassportBytes - 1] != '\n') return Unusable(path, "it does not begin with a passport");
        try
        {
            var passport = JsonSerializer.Deserialize(content.AsSpan(0, PassportBytes), SavedFirecrackerJson.Default.SavedFirecracker);
            var state = content[PassportBytes..];
            if (passport is not { Format: SavedFirecracker.CurrentFormat }) return Unusable(path, "its passport is of another form");
            return passport.StateBytes == state.Length && passport.StateSum == SumOf(state) ? (passport, state) : Unusable(path, "its device state is damaged");
        }
        catch (JsonException)
        {
            return Unusable(path, "its passport is damaged");
        }
    }

    private static uint SumOf(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        foreach (var value in bytes) sum = BitOperations.Crc32C(sum, value);
        return sum;
    }

    private static LobsterError Unusable(string path, string how) => new(VmErrors.StateUnusable, $"{path}: the saved state cannot be used: {how}");
}
