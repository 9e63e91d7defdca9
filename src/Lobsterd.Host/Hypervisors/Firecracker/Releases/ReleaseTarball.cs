using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Hypervisors.Firecracker.Releases;

/// <summary>A release as Firecracker's makers give it out: a compressed tar with a folder in which every program bears its version, e.g. <c>release-v1.16.1-x86_64/jailer-v1.16.1-x86_64</c>.</summary>
internal static partial class ReleaseTarball
{
    /// <summary>Most bytes of a tarball; a real one has some 15 MB.</summary>
    internal const long Longest = 256 << 20;

    private const long LongestProgram = 64 << 20;
    private const int MostEntries = 1_000;

    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Copies a tarball and sums it up on the way, so that what is looked at later is what was summed.</summary>
    /// <param name="source">What it is read from.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="sha256">What the sum has to be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <error code="vm.release.unusable">It is longer than a release, or has another sum.</error>
    internal static async Task<UnitResult<LobsterError>> CopyAsync(Stream source, Stream target, string sha256, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 << 10];
        var total = 0L;
        while (await source.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if ((total += read) > Longest) return Unusable("it is larger than any release");
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        return string.Equals(found, sha256, StringComparison.OrdinalIgnoreCase) ? UnitResult.Success<LobsterError>() : Unusable($"its SHA-256 is {found}");
    }

    /// <summary>Takes the two programs out of a tarball.</summary>
    /// <param name="tarball">The tarball, from its start.</param>
    /// <param name="folder">Where they go, under the names by which they are looked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Their version.</returns>
    /// <error code="vm.release.unusable">It is no such tarball.</error>
    internal static async Task<Result<FirecrackerVersion, LobsterError>> UnpackAsync(Stream tarball, string folder, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            await using var plain = new GZipStream(tarball, CompressionMode.Decompress, leaveOpen: true);
            await using var reader = new TarReader(plain);
            for (var entries = 0; await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry; entries++)
            {
                if (entries == MostEntries) return Unusable("it has more entries than any release");
                var match = ProgramName().Match(entry.Name);
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !match.Success) continue;
                var (program, version) = (match.Groups[1].Value, match.Groups[2].Value);
                if (entry.Length > LongestProgram || entry.DataStream is null || !versions.TryAdd(program, version)) return Unusable($"{entry.Name} is not what it should be");
                await WriteAsync(entry.DataStream, Path.Combine(folder, program), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            return Unusable(exception.Message);
        }

        return versions.TryGetValue(FirecrackerPlaces.Program, out var firecrackers) && versions.TryGetValue(FirecrackerPlaces.Jailer, out var jailers) && firecrackers == jailers
            && FirecrackerVersion.TryRead(firecrackers) is { } found
                ? found
                : Unusable("there are no firecracker and jailer of one version for x86_64 in it");
    }

    private static async Task WriteAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Executable, Options = FileOptions.Asynchronous };
        await using var file = new FileStream(path, options);
        await content.CopyToAsync(file, cancellationToken);
        file.Flush(flushToDisk: true);
        File.SetUnixFileMode(path, Executable);
    }

    private static LobsterError Unusable(string why) =>
        new(VmErrors.ReleaseUnusable, $"this is not the release that was asked for: {why}", "compare with the SHA-256 that the release's page tells");

    [GeneratedRegex(@"(?:\A|/)(firecracker|jailer)-v([0-9.]{5,20})-x86_64\z", RegexOptions.CultureInvariant)]
    private static partial Regex ProgramName();
}
