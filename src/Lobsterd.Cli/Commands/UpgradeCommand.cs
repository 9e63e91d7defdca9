using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Service;
using Lobsterd.Cli.Ui;
using Lobsterd.Cli.Upgrades;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>upgrade</c>: another release of lobsterd, under tenants that run on.</summary>
internal static class UpgradeCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var folder = new Argument<string?>("FOLDER") { Description = "A folder with the programs of a release, as build/install fills one", Arity = ArgumentArity.ZeroOrOne };
        var rollback = new Option<bool>("--rollback") { Description = "Go back to the release that was in use before" };
        var into = new Option<string?>("--into") { Description = "Where lobsterd is installed [default: where this program is]", HelpName = "DIR" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        var command = new ExampledCommand(
            "upgrade",
            "Replace service, edge and command line by another release, with tenants up and requests flowing.",
            "Tenants run on. The next edge takes over the sockets that are listened on, so no connection is refused; the one before finishes its requests and keeps its WebSockets and published connections for edge.drainMs. The API is silent for a moment. A release whose service does not start is put back.",
            "build/install /root/next && lobsterd upgrade /root/next",
            "lobsterd upgrade /root/next --yes --json",
            "lobsterd upgrade --rollback")
        {
            folder,
            rollback,
            into,
            yes,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) =>
            RunAsync(shell, parsed.GetValue(folder), parsed.GetValue(rollback), parsed.GetValue(into), parsed.GetValue(yes), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(
        Shell shell, string? source, bool isRollback, string? into, bool isYes, CancellationToken cancellationToken)
    {
        if (source is null != isRollback) return new LobsterError(UsageErrors.ArgumentsInvalid, "either a folder or --rollback is needed", "lobsterd upgrade --help");
        var install = into is null ? InstallFolder.Of(AppContext.BaseDirectory) : new InstallFolder(Path.GetFullPath(into));
        if (!Environment.IsPrivilegedProcess) return new LobsterError(UpgradeErrors.NotSwitched, "an upgrade needs root", "run it with sudo");
        if (install.Hold().TryGetError(out var error, out var held)) return error;
        using var holding = held;
        if ((await FindAsync(install, source, shell.Clock, cancellationToken)).TryGetError(out error, out var release)) return error;

        var starter = ServiceStarter.OfHost(shell.Paths, ServiceProgram.In(install.Path, shell.Paths.Root), shell.Clock);
        var run = new UpgradeRun(install, shell.Client, starter, shell.Clock);
        var plan = await run.PlanAsync(cancellationToken);
        var from = install.Current;
        if (!isYes && from != release.Id)
        {
            await shell.Screen.Error.WriteAsync(Describe(install, release, plan));
            if ((await Confirmation.RequireAsync(shell.Screen, $"Go from release {from ?? "none"} to {release.Id}?", cancellationToken)).TryGetError(out error)) return error;
        }

        if (release.Source is { } added && install.Add(added).TryGetError(out error)) return error;
        if ((await run.RunAsync(release.Id, cancellationToken)).TryGetError(out error, out var restarted)) return error;
        if (install.Prune().TryGetError(out error)) return error;
        var report = new UpgradeReport(from, release.Id, from != release.Id, restarted, plan?.Sleepers ?? []);
        if (shell.IsJson) shell.WriteJson(report, CliJson.Default.UpgradeReport);
        else await shell.Screen.Out.WriteAsync(TextOf(report));
        return UnitResult.Success<LobsterError>();
    }

    /// <error code="upgrade.release.invalid">What was named is no release.</error>
    /// <error code="upgrade.release.none-kept">Nothing was named, and none is kept.</error>
    private static async Task<Result<Release, LobsterError>> FindAsync(InstallFolder install, string? source, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (source is null)
        {
            return install.Previous is { } previous
                ? new Release(previous, "the release before", Source: null)
                : new LobsterError(UpgradeErrors.NothingKept, $"no release before the one in {install.Path} is kept");
        }

        return (await ReleaseSource.ReadAsync(Path.GetFullPath(source), new ProgramRunner(clock), cancellationToken)).Map(read => new Release(read.Id, read.Version, read));
    }

    private static string Describe(InstallFolder install, Release release, UpgradeList? plan)
    {
        var lost = plan?.Sleepers.Where(sleeper => sleeper.Plan != "resume").Select(sleeper => sleeper.Tenant).ToList() ?? [];
        var sleepers = plan is null ? "no service runs; the next start is of the other release"
            : lost.Count == 0 ? $"{plan.Sleepers.Count} tenants sleep, and each would wake where it was"
            : $"{plan.Sleepers.Count} tenants sleep; these would boot from their disks: {string.Join(", ", lost)}";
        return $"""
            {install.Path} becomes {GuestText.Of(release.What, hasColour: false)}
            {sleepers}

            """;
    }

    private static string TextOf(UpgradeReport report) => (report.Switched, report.Restarted) switch
    {
        (false, false) => $"release {report.To} is in use already\n",
        (_, true) => $"release {report.To} is in use and serves\n",
        (true, false) => $"release {report.To} is in use from the next start of the service on\n",
    };

    private sealed record Release(string Id, string What, ReleaseSource? Source);
}
