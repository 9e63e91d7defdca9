using System.CommandLine;
using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>logs</c>: what a tenant's workload says, its VMM, its guest's console, the watchdog about it, or all workloads.</summary>
internal static class LogsCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var name = new Argument<string?>("NAME") { Description = "The tenant", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "What all workloads write, each line behind its tenant's name" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Stay and show what comes, until Ctrl-C" };
        var tail = new Option<int?>("--tail", "-n") { Description = "Lines from the past [default: 100; all with --since]", HelpName = "N", CustomParser = Numbers.Parse };
        var since = SinceOption.New("Only what was written since then, by the guest's clock");
        var vmm = new Option<bool>("--vmm") { Description = "What the VMM itself says, instead" };
        var console = new Option<bool>("--console") { Description = "What the guest's kernel says on its console, instead; on QEMU only" };
        var watchdog = new Option<bool>("--watchdog") { Description = "What the watchdog saw of the tenant and did about it, instead" };
        var times = new Option<bool>("--timestamps", "-t") { Description = "Say when each line was written, by the guest's clock (UTC); the watchdog's by this host's" };
        var command = new ExampledCommand(
            "logs",
            "Show what a tenant's workload wrote.",
            "Its standard error goes to standard error. On a terminal, whatever could take hold of it is spelt out; a pipe gets the lines as they are.",
            "lobsterd logs alice -f",
            "lobsterd logs alice -n 20 --json",
            "lobsterd logs alice --watchdog -t",
            "lobsterd logs --all -f --since 10m")
        {
            name, all, follow, tail, since, vmm, console, watchdog, times,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) =>
        {
            var instead = new (Option<bool> Option, string Of)[] { (vmm, "vmm"), (console, "console"), (watchdog, "watchdog") }.Where(other => parsed.GetValue(other.Option)).ToList();
            var isAll = parsed.GetValue(all);
            if (instead.Count > 1 || (isAll && instead.Count > 0) || isAll == parsed.GetValue(name) is not null)
            {
                return Task.FromResult<UnitResult<LobsterError>>(new LobsterError(
                    UsageErrors.ArgumentsInvalid,
                    isAll ? "--all excludes a name, --vmm, --console and --watchdog" : instead.Count > 1 ? "--vmm, --console and --watchdog exclude each other" : "which tenant's?",
                    "lobsterd logs NAME, or lobsterd logs --all"));
            }

            var query = QueryOf(parsed.GetValue(tail), parsed.GetValue(follow), parsed.GetValue(since), shell.Clock);
            return RunAsync(shell, parsed.GetValue(name), instead is [var other] ? other.Of : "workload", query, parsed.GetValue(times), cancellationToken);
        });
        return command;
    }

    private static string QueryOf(int? tail, bool isFollowing, string? since, TimeProvider clock)
    {
        var query = $"follow={(isFollowing ? "true" : "false")}";
        if (tail is { } lines) query += string.Create(CultureInfo.InvariantCulture, $"&tail={lines}");
        return since is not null && Moments.Parse(since, clock.GetUtcNow()) is { } moment ? $"{query}&since={Moments.ToQuery(moment)}" : query;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string? name, string of, string query, bool hasTimes, CancellationToken cancellationToken)
    {
        if (name is not null && CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        var path = name is null ? $"{ReefPaths.Logs}?{query}" : $"{ReefPaths.Tenants}/{name}/logs?{query}{(of == "workload" ? "" : $"&of={of}")}";
        if ((await shell.Client.SendAsync(new ReefRequest("GET", path), cancellationToken)).TryGetError(out var error, out var exchange)) return error;
        using var events = new EventReader(exchange);
        while (true)
        {
            if ((await events.NextAsync(cancellationToken)).TryGetError(out var lost, out var happened)) return lost;
            if (happened is null) return UnitResult.Success<LobsterError>();
            if (happened.Name == "problem")
                return ReefClient.Parse(path, happened.Data, ReefJson.Default.ProblemBody).TryGetError(out var unread, out var problem) ? unread : ClientErrors.OfProblem(problem);

            if (shell.IsJson) await shell.Screen.Out.WriteAsync($"{happened.Data}\n");
            else if (WriteLine(shell.Screen, path, happened.Data, isNamed: name is null, hasTimes).TryGetError(out var garbled)) return garbled;
            await shell.Screen.Out.FlushAsync(cancellationToken);
        }
    }

    private static UnitResult<LobsterError> WriteLine(Screen screen, string path, string data, bool isNamed, bool hasTimes)
    {
        if (isNamed)
        {
            if (ReefClient.Parse(path, data, ReefJson.Default.TenantLogBody).TryGetError(out var garbled, out var line)) return garbled;
            Write(screen, $"{Painted(line.Tenant, screen)} | ", new LogBody(line.At, line.Stream, line.Text), hasTimes);
        }
        else
        {
            if (ReefClient.Parse(path, data, ReefJson.Default.LogBody).TryGetError(out var garbled, out var line)) return garbled;
            Write(screen, "", line, hasTimes);
        }

        return UnitResult.Success<LobsterError>();
    }

    private static void Write(Screen screen, string head, LogBody line, bool hasTimes)
    {
        var isError = line.Stream == "stderr";
        var isTerminal = isError ? screen.IsErrorTerminal : screen.IsOutTerminal;
        var time = hasTimes && line.At is { } at ? at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ ", CultureInfo.InvariantCulture) : "";
        (isError ? screen.Error : screen.Out).Write($"{head}{time}{(isTerminal ? GuestText.Of(line.Text, screen.HasColour) : line.Text)}\n");
    }

    // A tenant keeps its colour: of six, by its name.
    private static string Painted(string tenant, Screen screen)
    {
        if (!screen.HasColour || !screen.IsOutTerminal) return tenant;
        var colour = 31 + (tenant.Aggregate(0, (sum, letter) => sum + letter) % 6);
        return string.Create(CultureInfo.InvariantCulture, $"\e[{colour}m{tenant}\e[0m");
    }
}
