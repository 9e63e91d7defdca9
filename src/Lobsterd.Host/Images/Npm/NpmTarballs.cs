using System.Security.Cryptography;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;

namespace Lobsterd.Host.Images.Npm;

/// <summary>Packages' tarballs: what is not kept from an earlier build is fetched from the registry, and then kept, so that a build can be repeated without a network.</summary>
/// <param name="http">Asks registries.</param>
/// <param name="clock">Bounds the waiting.</param>
/// <param name="registry">The registry that lobsterd's configuration names; null: npm's own choice.</param>
internal sealed class NpmTarballs(HttpMessageInvoker http, TimeProvider clock, string? registry)
{
    private const int AtOnce = 8;
    private const long LargestTarball = 256L << 20;
    private const long LargestTotal = 2L << 30;
    private const string Unfinished = ".part";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    // A registry that fails once in a few hundred answers is a usual one.
    private const int Attempts = 3;

    /// <summary>Absolute path of a package's tarball in a folder of kept ones.</summary>
    public static string PlaceOf(NpmPackage package, string folder) => Path.Combine(folder, package.Sha512[..64] + ".tgz");

    /// <summary>Sees to it that every package's tarball is there, and is what the lock file says; what belongs to none of them goes.</summary>
    /// <param name="packages">All that a lock file has.</param>
    /// <param name="folder">Absolute path of the folder in which they are kept.</param>
    /// <param name="progress">Told one line per stage.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <error code="image.build.failed">One cannot be had, or is not what the lock file says.</error>
    /// <exception cref="IOException">The folder could not be read or written.</exception>
    public async Task<UnitResult<LobsterError>> EnsureAsync(IReadOnlyList<NpmPackage> packages, string folder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(folder);
        var missing = new List<NpmPackage>();
        foreach (var package in packages.DistinctBy(package => package.Sha512))
            if (!await IsKeptAsync(package, folder, cancellationToken)) missing.Add(package);
        if (missing.Count > 0 && (await FetchAsync(missing, folder, progress, cancellationToken)).TryGetError(out var error)) return error;

        var kept = packages.Select(package => PlaceOf(package, folder)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => !kept.Contains(file))) File.Delete(file);
        return UnitResult.Success<LobsterError>();
    }

    private async Task<UnitResult<LobsterError>> FetchAsync(List<NpmPackage> missing, string folder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var source = await NpmRegistry.ReadAsync(registry, cancellationToken);
        progress.Report($"fetching {missing.Count} packages of npm from {source.Shown}");
        using var deadline = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var firstFailure = CancellationTokenSource.CreateLinkedTokenSource(either.Token);
        LobsterError? failed = null;
        var total = 0L;
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = firstFailure.Token };
            await Parallel.ForEachAsync(missing, options, async (package, token) =>
            {
                var fetched = await FetchAsync(package, source, folder, token);
                if (fetched.TryGetError(out var error, out var size)) Fail(error);
                else if (Interlocked.Add(ref total, size) > LargestTotal) Fail(Failed(package, source, $"all of them are more than {LargestTotal >> 30} GiB"));
            });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return failed ?? new LobsterError(ImageErrors.BuildFailed, $"the packages of npm are not here after {Longest.TotalMinutes:0} min", Hint(source));
        }

        return failed is { } first ? first : UnitResult.Success<LobsterError>();

        void Fail(LobsterError error)
        {
            _ = Interlocked.CompareExchange(ref failed, error, null);
            firstFailure.Cancel();
        }
    }

    private async Task<Result<long, LobsterError>> FetchAsync(NpmPackage package, NpmRegistry source, string folder, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var part = Path.Combine(folder, Path.GetRandomFileName() + Unfinished);
            try
            {
                var fetched = await FetchOnceAsync(package, source, part, cancellationToken);
                if (fetched.IsSuccess) File.Move(part, PlaceOf(package, folder), overwrite: true);
                return fetched;
            }
            catch (Exception failure) when (failure is HttpRequestException or HttpIOException or IOException && attempt < Attempts && !IsFinal(failure))
            {
                continue;
            }
            catch (Exception failure) when (failure is HttpRequestException or HttpIOException)
            {
                return Failed(package, source, failure.Message);
            }
            finally
            {
                File.Delete(part);
            }
        }
    }

    private static bool IsFinal(Exception failure) => failure is HttpRequestException { StatusCode: { } code } && (int)code is >= 400 and < 500 and not 429;

    private async Task<Result<long, LobsterError>> FetchOnceAsync(NpmPackage package, NpmRegistry source, string part, CancellationToken cancellationToken)
    {
        using var request = source.Ask(package);
        using var answer = await http.SendAsync(request, cancellationToken);
        _ = answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await using var file = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        var buffer = new byte[64 << 10];
        var total = 0L;
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if ((total += read) > LargestTarball) return Failed(package, source, $"it is larger than {LargestTarball >> 20} MiB");
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()) == package.Sha512 ? total : Failed(package, source, "it is not the package that the lock file pins: its SHA-512 is another");
    }

    // What is kept may have been cut off with the host, or be somebody's: only its hash says that it is the package.
    private static async Task<bool> IsKeptAsync(NpmPackage package, string folder, CancellationToken cancellationToken)
    {
        var file = new FileInfo(PlaceOf(package, folder));
        if (file is not { Exists: true, Length: > 0 and <= LargestTarball }) return false;
        await using var content = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA512.HashDataAsync(content, cancellationToken)) == package.Sha512;
    }

    private static LobsterError Failed(NpmPackage package, NpmRegistry source, string why) =>
        new(ImageErrors.BuildFailed, $"{package} cannot be had: {why}", Hint(source));

    private static string Hint(NpmRegistry source) =>
        $"packages come from {source.Shown}; images.npmRegistry names another registry, and what an earlier build has fetched is not asked for again";
}
