using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Hypervisors.Qemu.Saved;

/// <summary>The passport as it stands before QEMU's own bytes, which QEMU reads from a descriptor that stands behind the page.</summary>
internal static class SavedStateHeader
{
    /// <summary>Its size.</summary>
    internal const int Bytes = PassportPage.Bytes;

    /// <summary>Writes a passport.</summary>
    internal static byte[] Encode(SavedState state) => PassportPage.Encode(state, SavedJson.Default.SavedState);

    /// <summary>Reads a passport.</summary>
    /// <param name="page">The file's first page, or what there is of it.</param>
    /// <error code="vm.state.unusable">It is damaged, or of another form.</error>
    internal static Result<SavedState, LobsterError> Decode(ReadOnlySpan<byte> page) =>
        PassportPage.Decode(page, SavedJson.Default.SavedState, state => state.Format == SavedState.CurrentFormat);
}
