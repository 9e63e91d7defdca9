using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Hypervisors.Qemu.Saved;

/// <summary>The first page of a state file: the passport as JSON, filled up with spaces, ended by a line feed. QEMU's own bytes follow.</summary>
/// <remarks>One file and not two, so that passport and state cannot come apart; QEMU reads from a descriptor that stands behind the page.</remarks>
internal static class SavedStateHeader
{
    /// <summary>Its size.</summary>
    internal const int Bytes = 4096;

    /// <summary>Writes a passport.</summary>
    internal static byte[] Encode(SavedState state)
    {
        var page = new byte[Bytes];
        page.AsSpan().Fill((byte)' ');
        page[^1] = (byte)'\n';
        JsonSerializer.SerializeToUtf8Bytes(state, SavedJson.Default.SavedState).CopyTo(page, 0);
        return page;
    }

    /// <summary>Reads a passport.</summary>
    /// <param name="page">The file's first page, or what there is of it.</param>
    /// <error code="vm.state.unusable">It is damaged, or of another form.</error>
    internal static Result<SavedState, LobsterError> Decode(ReadOnlySpan<byte> page)
    {
        if (page.Length != Bytes || page[^1] != (byte)'\n') return Unusable("it does not begin with a passport");
        try
        {
            return JsonSerializer.Deserialize(page, SavedJson.Default.SavedState) is { Format: SavedState.CurrentFormat } state
                ? state
                : Unusable("its passport is of another form");
        }
        catch (JsonException)
        {
            return Unusable("its passport is damaged");
        }
    }

    private static LobsterError Unusable(string how) => new(VmErrors.StateUnusable, how);
}
