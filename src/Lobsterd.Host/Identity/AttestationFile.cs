using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Identity;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Identity;

/// <summary>Attestations as JSON lines in one file, 0600.</summary>
/// <remarks>Each append is one write(2) that begins and ends a line, so one that a full disk cut short costs itself alone.</remarks>
public sealed class AttestationFile(LobsterdPaths paths) : IAttestationLog
{
    // More than twice what is kept, of the longest lines.
    private const int LongestFile = 64 << 20;
    private const int OwnerOnly = 0x180;    // 0600

    /// <inheritdoc/>
    public Result<IReadOnlyList<Attestation>, LobsterError> ReadAll()
    {
        if (!File.Exists(paths.Attestations)) return Array.Empty<Attestation>();
        if (PlainFile.ReadAll(paths.Attestations, LongestFile).TryGetError(out var unread, out var content)) return unread;

        var read = new List<Attestation>();
        var bytes = content.AsSpan();
        foreach (var line in bytes.Split((byte)'\n'))
            if (Parse(bytes[line]) is { } attestation) read.Add(attestation);
        return read;
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> Append(Attestation attestation)
    {
        if (AppendFile.OpenOrCreate(paths.Attestations, OwnerOnly).TryGetError(out var unopened, out var file)) return unopened;
        using (file) return file.Append([(byte)'\n', .. LineOf(attestation)]);
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> Replace(IReadOnlyList<Attestation> kept) => VolatileFile.Replace(paths.Attestations, [.. kept.SelectMany(LineOf)], OwnerOnly);

    private static byte[] LineOf(Attestation attestation) => [.. JsonSerializer.SerializeToUtf8Bytes(attestation, AttestationJson.Default.Attestation), (byte)'\n'];

    private static Attestation? Parse(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty) return null;
        try
        {
            return JsonSerializer.Deserialize(line, AttestationJson.Default.Attestation);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
