using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Trees;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Images.Building;

/// <summary>Installs a Debian base into a tar archive with mmdebstrap, as root in mount, PID, IPC and UTS namespaces of its own: what packages'
/// scripts mount or start ends with them. Packages and their lists are kept, so that a build can be repeated without a network.</summary>
/// <param name="programs">Runs mmdebstrap.</param>
/// <param name="paths">Where the programs are.</param>
/// <param name="keptFolder">Where packages are kept, a folder for each recipe.</param>
internal sealed class DebianBase(ProgramRunner programs, BuildPrograms paths, string keptFolder)
{
    private const string Archive = "base.tar";
    private const string Kept = "kept";
    private const string Fresh = "fresh";
    private const string Archives = "/var/cache/apt/archives";
    private const string Lists = "/var/lib/apt/lists";
    private const string FetchFailed = "Failed to fetch";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>Installs it.</summary>
    /// <param name="install">What.</param>
    /// <param name="folder">Absolute path of an empty folder for what is made.</param>
    /// <param name="progress">Told one line per stage.</param>
    /// <param name="cancellationToken">Ends it; nothing runs on.</param>
    /// <returns>Absolute path of the archive.</returns>
    /// <error code="image.build.failed">mmdebstrap is missing or failed; the message tells when that was for want of a network.</error>
    /// <exception cref="IOException">A folder could not be made or moved.</exception>
    public async Task<Result<string, LobsterError>> InstallAsync(
        DebianInstall install, string folder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var kept = Path.Combine(keptFolder, install.Recipe);
        PrepareFolders(folder, kept);

        progress.Report($"installing Debian {install.Debian.Suite} with {install.Debian.Packages.Count} packages");
        var online = await RunAsync(install, folder, isOffline: false, cancellationToken);
        if (online.IsSuccess) return Keep(folder, kept);
        if (!online.Error.FullMessage.Contains(FetchFailed, StringComparison.Ordinal)) return Failed(install, "mmdebstrap failed", online.Error);
        if (!Directory.EnumerateFiles(Path.Combine(kept, "lists"), "*InRelease").Any()) return Failed(install, "the mirrors do not answer", online.Error);

        progress.Report("the mirrors do not answer: using the packages kept from the last build");
        var offline = await RunAsync(install, folder, isOffline: true, cancellationToken);
        return offline.IsSuccess
            ? Path.Combine(folder, Archive)
            : Failed(install, "the mirrors do not answer, and the packages kept from the last build do not suffice", offline.Error);
    }

    /// <summary>Takes out of a base what served only its installation: proxies, the choice of apt's user, the patterns of what was left out.</summary>
    public static void RemoveTraces(ImageTree tree)
    {
        foreach (var trace in (string[])["/etc/apt/apt.conf.d/99mmdebstrap", "/etc/dpkg/dpkg.cfg.d/99mmdebstrap"]) tree.Remove(trace);
    }

    // mmdebstrap takes the outer paths of its copy hooks relative to where it runs, and splits them like a shell: so it runs beside them.
    private static void PrepareFolders(string folder, string kept)
    {
        foreach (var name in (string[])["archives", "lists"])
        {
            _ = Directory.CreateDirectory(Path.Combine(kept, name));
            _ = Directory.CreateDirectory(Path.Combine(folder, Fresh, name));
        }

        _ = Directory.CreateSymbolicLink(Path.Combine(folder, Kept), kept);
        _ = Directory.CreateDirectory(Path.Combine(folder, "tmp"));
    }

    private async Task<UnitResult<LobsterError>> RunAsync(DebianInstall install, string folder, bool isOffline, CancellationToken cancellationToken) =>
        await programs.RunToSuccessAsync(
            new ProgramInput
            {
                Program = paths.Unshare,
                Arguments =
                [
                    "--mount", "--pid", "--fork", "--ipc", "--uts", "--kill-child", "--mount-proc", "--", paths.Mmdebstrap,
                    .. Arguments(install, isOffline), install.Debian.Suite, Path.Combine(folder, Archive), .. install.Sources,
                ],
                Environment = new Dictionary<string, string>
                {
                    ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
                    ["LC_ALL"] = "C.UTF-8",
                    ["HOME"] = "/root",
                    ["TMPDIR"] = Path.Combine(folder, "tmp"),
                    ["SOURCE_DATE_EPOCH"] = TreeNode.Newest.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                },
                WorkingDirectory = folder,
                Timeout = Longest,
            },
            cancellationToken);

    private static IEnumerable<string> Arguments(DebianInstall install, bool isOffline)
    {
        string[] options =
        [
            "APT::Sandbox::User \"root\"", "Acquire::Languages \"none\"", "Acquire::GzipIndexes \"true\"", "Acquire::Retries \"2\"",
            "Acquire::http::Timeout \"20\"", .. install.AptOptions,
        ];
        var skipped = (string[])["essential/unlink", "check/signed-by", .. isOffline ? ["update"] : Array.Empty<string>()];
        return
        [
            "--mode=root", "--format=tar", "--variant=minbase", $"--skip={string.Join(',', skipped)}",
            .. install.Debian.Packages.Count > 0 ? [$"--include={string.Join(',', install.Debian.Packages)}"] : Array.Empty<string>(),
            .. options.Select(option => $"--aptopt={option}"), "--dpkgopt=force-unsafe-io",
            .. install.Debian.LeaveOut.Select(pattern => $"--dpkgopt=path-exclude={pattern}"),
            .. install.Debian.Keep.Select(pattern => $"--dpkgopt=path-include={pattern}"),
            $"--setup-hook=mkdir -p \"$1\"{Archives} \"$1\"{Lists}",
            $"--setup-hook=sync-in {Kept}/archives {Archives}", $"--setup-hook=sync-in {Kept}/lists {Lists}",
            $"--customize-hook=sync-out {Archives} {Fresh}/archives", $"--customize-hook=sync-out {Lists} {Fresh}/lists",
        ];
    }

    // Only what this build used is kept, so the folder does not grow from one release of a package to the next.
    private static string Keep(string folder, string kept)
    {
        Directory.Move(kept, Path.Combine(folder, "old"));
        Directory.Move(Path.Combine(folder, Fresh), kept);
        return Path.Combine(folder, Archive);
    }

    private static LobsterError Failed(DebianInstall install, string why, LobsterError cause) =>
        new(
            ImageErrors.BuildFailed,
            $"Debian {install.Debian.Suite} could not be installed: {why}",
            $"it comes from: {string.Join("; ", install.Sources)}; images.mirror names another archive, and mmdebstrap is the package of that name",
            cause);
}
