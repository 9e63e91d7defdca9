using System.Globalization;
using System.Text.Json;
using Lobsterd.Linux.Files;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>An installation of its own, and releases that differ from one another, for a stand whose service is of it.</summary>
internal sealed class Installation : IDisposable
{
    private static readonly string Artifacts = System.IO.Path.Combine(RepositoryRoot.Path, "artifacts");
    private static readonly string Parent = System.IO.Path.Combine(Artifacts, "installed-parent");

    private readonly ScratchFolder scratch = new();
    private readonly string built = StandOptions.Of(RepositoryRoot.Path).Binaries;

    public Installation()
    {
        // Edge, Caddy and VMMs run as users of their own and pass through here.
        File.SetUnixFileMode(scratch.Path, (UnixFileMode)0b111_101_101);
    }

    /// <summary>The path that stays the same.</summary>
    internal string Path => System.IO.Path.Combine(scratch.Path, "lib", "lobsterd");

    /// <summary>The release that it leads to.</summary>
    internal string Current => System.IO.Path.GetFileName(new FileInfo(Path).LinkTarget!);

    /// <summary>Whether the parent commit's release was built, which wants the repository's history.</summary>
    internal static bool HasParent => Directory.Exists(Parent);

    /// <summary>The parent commit.</summary>
    internal static string ParentCommit => File.ReadAllText(System.IO.Path.Combine(Artifacts, "parent", "commit")).Trim();

    /// <summary>A folder with the parent commit's release.</summary>
    internal string ParentRelease()
    {
        var folder = System.IO.Path.Combine(scratch.Path, "release-of-parent");
        Copy(Parent, folder);
        return folder;
    }

    /// <summary>A folder with a release that is as the one that was built but for its stamp; filled when it is asked for first.</summary>
    internal string NewRelease(int number)
    {
        var folder = System.IO.Path.Combine(scratch.Path, $"release-{number}");
        if (Directory.Exists(folder)) return folder;
        Copy(built, folder);
        var stamp = System.IO.Path.Combine(folder, "stamp");
        File.Delete(stamp);
        File.WriteAllText(stamp, number.ToString(CultureInfo.InvariantCulture));
        return folder;
    }

    /// <summary>Goes over to a release, or back.</summary>
    /// <param name="stand">Whose service it is.</param>
    /// <param name="what">A release's folder, or <c>--rollback</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What the command line reported.</returns>
    internal async Task<JsonElement> UpgradeAsync(ServiceStand stand, string what, CancellationToken cancellationToken)
    {
        var ran = await TryUpgradeAsync(stand, what, cancellationToken);
        Assert.True(ran.Status.IsSuccess, $"upgrade {what}: {ran.Status}: {ran.Output}{ran.Errors}{stand.Log}");
        return JsonSerializer.Deserialize<JsonElement>(ran.Output);
    }

    /// <summary>Tries to.</summary>
    internal Task<Lobsterd.Linux.Processes.ProgramResult> TryUpgradeAsync(ServiceStand stand, string what, CancellationToken cancellationToken) =>
        stand.ShellAsync($"{Environment} '{built}/lobsterd' upgrade {what} --into '{Path}' --yes --json", cancellationToken);

    /// <summary>Ends the service that an upgrade started, so that the stand starts its own.</summary>
    internal async Task StopAsync(ServiceStand stand, CancellationToken cancellationToken) =>
        Assert.True((await stand.ShellAsync($"{Environment} '{Path}/lobsterd' service stop", cancellationToken)).Status.IsSuccess);

    public void Dispose() => scratch.Dispose();

    private static void Copy(string release, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(release, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(folder, System.IO.Path.GetRelativePath(release, file));
            _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!, (UnixFileMode)0b111_101_101);
            if (HardLink.Make(file, copy).IsFailure) File.Copy(file, copy);
        }
    }

    // The command line's own service has no null machines; the test's has, and lies beside it in every release.
    private string Environment =>
        $"LOBSTERD_SERVICE='{Path}/lobsterd-test-service' LOBSTERD_TEST_NULL_VMM='{Path}/lobsterd-null-vmm' LOBSTERD_TEST_GUEST='{Path}/lobsterd-guest'";
}
