using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Firecracker.Releases;

/// <summary>Installs releases into a folder for each version, which is there whole or not at all.</summary>
/// <param name="paths">Where they lie.</param>
/// <param name="config">What decides afterwards.</param>
/// <param name="clock">Bounds the waiting.</param>
public sealed class FirecrackerReleases(LobsterdPaths paths, HypervisorConfig config, TimeProvider clock) : IFirecrackerReleases
{
    private const int FolderMode = 0x1ED;    // 0755
    private const string Unfinished = ".new";

    private static readonly TimeSpan LongestDownload = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    public async Task<Result<HypervisorFacts, LobsterError>> InstallAsync(FirecrackerRelease release, CancellationToken cancellationToken)
    {
        var fresh = Path.Combine(paths.Firecrackers, Unfinished);
        try
        {
            // What an earlier attempt left.
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
            if (Folder.Ensure(paths.Firecrackers, FolderMode).Bind(() => Folder.Ensure(fresh, FolderMode)).TryGetError(out var error)) return error;
            if ((await UnpackAsync(release, fresh, cancellationToken)).TryGetError(out error, out var version)) return error;
            if ((await TryOutAsync(fresh, version, cancellationToken)).TryGetError(out error)) return error;
            if (Keep(fresh, version).TryGetError(out error)) return error;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(VmErrors.ReleaseUnreachable, $"{release.Source}: {exception.Message}");
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }

        return await HypervisorChoice.DecideAsync(config, paths, clock, cancellationToken);
    }

    private async Task<Result<FirecrackerVersion, LobsterError>> UnpackAsync(FirecrackerRelease release, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "release.tgz");
        await using var tarball = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
        File.Delete(path);
        using var bound = new CancellationTokenSource(LongestDownload, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            if ((await FetchAsync(release, tarball, either.Token)).TryGetError(out var error)) return error;
            tarball.Position = 0;
            return await ReleaseTarball.UnpackAsync(tarball, folder, either.Token);
        }
        catch (HttpRequestException exception)
        {
            return new LobsterError(VmErrors.ReleaseUnreachable, $"{release.Source}: {exception.Message}", "fetch the tarball by hand and give its path");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LobsterError(VmErrors.ReleaseUnreachable, $"{release.Source}: not here after {LongestDownload.TotalMinutes:0} min", "fetch the tarball by hand and give its path");
        }
    }

    private static async Task<UnitResult<LobsterError>> FetchAsync(FirecrackerRelease release, Stream target, CancellationToken cancellationToken)
    {
        if (Uri.TryCreate(release.Source, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            await using var body = await http.GetStreamAsync(url, cancellationToken);
            return await ReleaseTarball.CopyAsync(body, target, release.Sha256, cancellationToken);
        }

        await using var file = new FileStream(release.Source, FileMode.Open, FileAccess.Read, FileShare.Read);
        return await ReleaseTarball.CopyAsync(file, target, release.Sha256, cancellationToken);
    }

    // The hash says that it is the release; whether it runs here, only it can tell.
    private async Task<UnitResult<LobsterError>> TryOutAsync(string folder, FirecrackerVersion version, CancellationToken cancellationToken)
    {
        var there = config with { FirecrackerProgram = Path.Combine(folder, FirecrackerPlaces.Program), JailerProgram = Path.Combine(folder, FirecrackerPlaces.Jailer) };
        var found = await new FirecrackerPrograms(new FirecrackerPlaces(there, paths), new ProgramVersions(paths, clock)).GetAsync(cancellationToken);
        if (found.TryGetError(out var error, out var install)) return new LobsterError(VmErrors.ReleaseUnusable, "its programs cannot be used", error.Hint, error);
        return install.Version == version ? UnitResult.Success<LobsterError>() : new LobsterError(VmErrors.ReleaseUnusable, $"its programs say that they are of version {install.Version}");
    }

    // VMs that run have copies of their own, so one that is replaced is missed by nobody.
    private UnitResult<LobsterError> Keep(string fresh, FirecrackerVersion version)
    {
        var place = Path.Combine(paths.Firecrackers, version.ToString());
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        return DurableFile.FlushFolder(fresh)
            .Tap(() => Directory.Move(fresh, place))
            .Bind(() => DurableFile.FlushFolder(paths.Firecrackers));
    }
}
