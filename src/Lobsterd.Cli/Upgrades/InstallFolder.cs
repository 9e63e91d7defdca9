using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Cli.Upgrades;

/// <summary>Where lobsterd is installed: a path that is a symbolic link to the release in use, and beside it a folder with that release and the one before.</summary>
/// <remarks>
/// <c>/usr/local/lib/lobsterd → lobsterd.releases/ID</c>, <c>lobsterd.releases/previous → ID</c>. A switch is one rename of a link, so at any instant
/// the path is one whole release. An installation from before there were releases is a plain folder, and becomes one at its first upgrade.
/// </remarks>
/// <param name="path">The path, absolute.</param>
internal sealed class InstallFolder(string path)
{
    private const string Suffix = ".releases";
    private const string PreviousName = "previous";
    private const UnixFileMode Passable = (UnixFileMode)0b111_101_101;

    /// <summary>The path; programs beneath it are the ones in use.</summary>
    internal string Path => path;

    /// <summary>Where releases lie.</summary>
    internal string Releases => path + Suffix;

    /// <summary>The release in use; null when nothing is installed, or not as a release.</summary>
    internal string? Current => NameOf(path);

    /// <summary>The release before; null when none is kept.</summary>
    internal string? Previous => NameOf(InReleases(PreviousName)) is { } id && Directory.Exists(InReleases(id)) ? id : null;

    /// <summary>The installation that a program's folder belongs to: the folder itself where it is no release.</summary>
    internal static InstallFolder Of(string programs)
    {
        var folder = System.IO.Path.TrimEndingDirectorySeparator(programs);
        return System.IO.Path.GetDirectoryName(folder) is { } parent && parent.EndsWith(Suffix, StringComparison.Ordinal)
            ? new InstallFolder(parent[..^Suffix.Length])
            : new InstallFolder(folder);
    }

    /// <summary>Takes the lock: one upgrade at a time.</summary>
    /// <error code="upgrade.run.held">Another one is under way.</error>
    /// <error code="upgrade.install.failed">The folder cannot be written.</error>
    internal Result<FileLock, LobsterError> Hold()
    {
        try
        {
            _ = Directory.CreateDirectory(Releases, Passable);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return NotSwitched(fault.Message);
        }

        return FileLock.TryAcquire(InReleases("lock")).MapError(error => error.Code == FileErrors.Locked
            ? new LobsterError(UpgradeErrors.Held, $"another upgrade of {path} is under way", "wait for its end")
            : NotSwitched(error.FullMessage));
    }

    /// <summary>Copies a release in, under its name; one that is there already is left as it is.</summary>
    /// <error code="upgrade.install.failed">It could not be copied.</error>
    internal UnitResult<LobsterError> Add(ReleaseSource source)
    {
        var into = InReleases(source.Id);
        if (Directory.Exists(into)) return UnitResult.Success<LobsterError>();
        var fresh = InReleases($".new-{source.Id}");
        return Try(() =>
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
            _ = Directory.CreateDirectory(fresh, Passable);
            foreach (var file in source.Files)
            {
                var copy = System.IO.Path.Combine(fresh, file);
                _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!, Passable);
                File.Copy(System.IO.Path.Combine(source.Folder, file), copy);
            }

            Directory.Move(fresh, into);
        });
    }

    /// <summary>Makes a release the one in use, at once; what was in use is the one before. In use already changes nothing.</summary>
    /// <error code="upgrade.install.failed">It could not; what was in use is.</error>
    internal UnitResult<LobsterError> Switch(string id)
    {
        var before = Current;
        if (before == id) return UnitResult.Success<LobsterError>();
        if (before is not null) return Link(InReleases(PreviousName), before).Bind(() => Link(path, InReleasesRelative(id)));
        return Directory.Exists(path) ? SwitchFromFolder(id) : Link(path, InReleasesRelative(id));
    }

    /// <summary>Undoes a switch: the release before is in use again, and nothing is kept to go back to.</summary>
    /// <error code="upgrade.install.failed">It could not.</error>
    internal UnitResult<LobsterError> PutBack(string id) => Link(path, InReleasesRelative(id)).Bind(() => Try(() => File.Delete(InReleases(PreviousName))));

    /// <summary>Removes every release but the one in use and the one before. What runs keeps the files that it has open.</summary>
    /// <error code="upgrade.install.failed">Something stayed.</error>
    internal UnitResult<LobsterError> Prune() => Try(() =>
    {
        string?[] kept = [Current, Previous];
        foreach (var folder in new DirectoryInfo(Releases).GetDirectories())
            if (folder.LinkTarget is null && !kept.Contains(folder.Name)) folder.Delete(recursive: true);
    });

    // The link stands ready beside the folder, and the two change places.
    private UnitResult<LobsterError> SwitchFromFolder(string id)
    {
        const string First = "first";
        var link = path + ".new";
        return Link(link, InReleasesRelative(id))
            .Bind(() => NameExchange.Make(link, path).MapError(error => NotSwitched(error.FullMessage)))
            .Bind(() => Try(() =>
            {
                if (Directory.Exists(InReleases(First))) Directory.Delete(InReleases(First), recursive: true);
                Directory.Move(link, InReleases(First));
            }))
            .Bind(() => Link(InReleases(PreviousName), First));
    }

    private string InReleases(string name) => System.IO.Path.Combine(Releases, name);

    private string InReleasesRelative(string id) => System.IO.Path.Combine(System.IO.Path.GetFileName(Releases), id);

    private static string? NameOf(string link) => new FileInfo(link).LinkTarget is { } target ? System.IO.Path.GetFileName(target) : null;

    private static UnitResult<LobsterError> Link(string link, string target) => SymbolicLink.Replace(link, target).MapError(error => NotSwitched(error.FullMessage));

    private static UnitResult<LobsterError> Try(Action act)
    {
        try
        {
            act();
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return NotSwitched(fault.Message);
        }
    }

    private static LobsterError NotSwitched(string why) =>
        new(UpgradeErrors.NotSwitched, $"the installation could not be changed: {why}", "run it as root, and see whether the disk is full");
}
