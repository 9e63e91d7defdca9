using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Service;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Upgrades;

/// <summary>Goes from one release to another: the installation's link first, then the service. Tenants run on; the edge is taken over by the next one when
/// the service that starts finds it to be of another release.</summary>
/// <remarks>There is nothing to take up after a crash. Before the switch nothing has changed; after it, whatever starts the service next starts the
/// other release, and the same command run again finds the link right and the service wrong.</remarks>
/// <param name="folder">The installation.</param>
/// <param name="client">Asks the service.</param>
/// <param name="starter">Starts it, by the installation's path.</param>
/// <param name="clock">For bounds.</param>
internal sealed class UpgradeRun(InstallFolder folder, ReefClient client, ServiceStarter starter, TimeProvider clock)
{
    private const int MaxBytes = 16 << 20;

    /// <summary>What waking each sleeper comes to; null where no service answers.</summary>
    internal async Task<UpgradeList?> PlanAsync(CancellationToken cancellationToken)
    {
        if ((await client.AskAsync(new ReefRequest("GET", ReefPaths.UpgradePlan), cancellationToken)).TryGetError(out _, out var exchange)) return null;
        using var answer = exchange;
        return (await exchange.ReadAllAsync(MaxBytes, cancellationToken))
            .Bind(bytes => ReefClient.Parse(ReefPaths.UpgradePlan, bytes, ReefJson.Default.UpgradeList)).GetValueOrDefault();
    }

    /// <summary>Puts a release in use, whose files are there.</summary>
    /// <param name="id">The release.</param>
    /// <param name="cancellationToken">Stops waiting; before the switch it stops all of it.</param>
    /// <returns>Whether a service ran and is another one now.</returns>
    /// <error code="upgrade.install.failed">The link could not be changed.</error>
    /// <error code="upgrade.service.failed">The other service did not start, and the one before was put back.</error>
    internal async Task<Result<bool, LobsterError>> RunAsync(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var before = folder.Current;
        if (folder.Switch(id).TryGetError(out var error)) return error;
        var restarted = await RestartAsync(id, cancellationToken);
        if (!restarted.TryGetError(out error, out var isAnother)) return isAnother;

        // What was a plain folder is a release by now.
        before ??= folder.Previous;
        if (before is null || before == id) return error;
        if (folder.PutBack(before).TryGetError(out var stuck)) return stuck;
        var back = await starter.StartAsync(CancellationToken.None);
        return new LobsterError(
            UpgradeErrors.PutBack,
            back.IsSuccess ? $"the service of release {id} did not start; release {before} is in use again" : $"the service of release {id} did not start, nor does that of {before}",
            "lobsterd service status",
            error);
    }

    private async Task<Result<bool, LobsterError>> RestartAsync(string id, CancellationToken cancellationToken)
    {
        var asked = await client.AskAsync(new ReefRequest("GET", ReefPaths.Version), cancellationToken);
        if (asked.TryGetError(out var error, out var exchange)) return error.Code == ClientErrors.Silent ? false : error;
        using (exchange)
        {
            var read = (await exchange.ReadAllAsync(MaxBytes, cancellationToken)).Bind(bytes => ReefClient.Parse(ReefPaths.Version, bytes, ReefJson.Default.VersionBody));
            if (read.TryGetValue(out var version) && IsOf(version.Pid, id)) return false;
        }

        // From here on an interruption would leave no service: what was begun is finished.
        if ((await new ServiceStop(client, clock).RunAsync(CancellationToken.None)).TryGetError(out error, out _)) return error;
        return (await starter.StartAsync(CancellationToken.None)).TryGetError(out error) ? error : true;
    }

    // By the last two names: the kernel's path of a program has no links in it, where ours may.
    private bool IsOf(int pid, string id) =>
        ProcessTable.ExecutableOf(pid).TryGetValue(out var program) && Path.GetDirectoryName(program) is { } release
        && Path.GetFileName(release) == id && Path.GetFileName(Path.GetDirectoryName(release)) == Path.GetFileName(folder.Releases);
}
