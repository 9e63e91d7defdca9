using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;

namespace Lobsterd.Host.Images;

/// <summary>The static binary that is PID 1 and agent of every VM: <c>/init</c> of the initramfs, and in each image the demo gateway.</summary>
/// <param name="path">Absolute path; beside the service's own binaries.</param>
public sealed class GuestBinary(string path)
{
    private const long Largest = 64L << 20;

    private Reading? last;

    /// <summary>Absolute path.</summary>
    public string Path { get; } = path;

    /// <summary>Whether it is there.</summary>
    /// <error code="image.guest.missing">It is not there, or is no file of a sane size.</error>
    public UnitResult<LobsterError> Check() =>
        new FileInfo(Path) is { Exists: true, Length: > 0 and <= Largest } ? UnitResult.Success<LobsterError>() : Missing("is not there, empty or too large");

    /// <summary>SHA-256 of it. Computed anew when its size or time has changed.</summary>
    /// <error code="image.guest.missing">It is not there, or is no file of a sane size.</error>
    public async Task<Result<string, LobsterError>> HashAsync(CancellationToken cancellationToken)
    {
        if (Check().TryGetError(out var missing)) return missing;
        var file = new FileInfo(Path);
        if (last is { } known && known.Written == file.LastWriteTimeUtc && known.SizeBytes == file.Length) return known.Hash;
        try
        {
            var hash = await ContentHash.OfFileAsync(Path, cancellationToken);
            last = new Reading(file.LastWriteTimeUtc, file.Length, hash);
            return hash;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Missing(failure.Message);
        }
    }

    private LobsterError Missing(string why) =>
        new(ImageErrors.GuestMissing, $"the guest binary {Path}: {why}", "./up publishes it beside the service");

    private sealed record Reading(DateTime Written, long SizeBytes, string Hash);
}
