using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;

namespace Lobsterd.Host.Snapshots;

/// <summary>Turns manifests into bytes and back.</summary>
internal static class SnapManifest
{
    /// <summary>Its name, in a folder and in an archive.</summary>
    internal const string Name = "manifest.json";

    /// <summary>Most bytes that one may have.</summary>
    internal const int Largest = 16 << 10;

    /// <summary>The bytes of a snap's.</summary>
    internal static byte[] Write(Snap snap) => JsonSerializer.SerializeToUtf8Bytes(StoredSnap.Of(snap), SnapsJson.Default.StoredSnap);

    /// <summary>Reads one.</summary>
    /// <error code="snap.store.damaged">It is none.</error>
    internal static Result<Snap, LobsterError> Read(ReadOnlySpan<byte> content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, SnapsJson.Default.StoredSnap) is { } stored
                ? stored.ToSnap()
                : new LobsterError(SnapErrors.Damaged, "its manifest is null");
        }
        catch (JsonException failure)
        {
            return new LobsterError(SnapErrors.Damaged, failure.Message);
        }
    }
}
