using System.CommandLine;
using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>logs</c>: what a tenant's workload says.</summary>
internal static class LogsCommand
{
    private const int DefaultTail = 100;

    internal static Command Build(CommandFrame frame)
    {
        var name = CommandFrame.NewName();
        var follow = new Option<bool>("--follow", "-f") { Description = "Stay and show what comes, until Ctrl-C" };
        var tail = new Option<int?>("--tail", "-n") { Description = "Lines from the past [default: 100]", HelpName = "N", CustomParser = Numbers.Parse };
        var times = new Option<bool>("--timestamps", "-t") { Description = "Say when each line was written, by the guest's clock (UTC)" };
        var command = new ExampledCommand(
            "logs",
            "Show what a tenant's workload wrote.",
            "Its standard error goes to standard error. On a terminal, whatever could take hold of it is spelt out; a pipe gets the lines as they are.",
            "lobsterd logs alice -f",
            "lobsterd logs alice -n 20 --json")
        {
            name, follow, tail, times,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) =>
            RunAsync(shell, parsed.GetRequiredValue(name), parsed.GetValue(tail) ?? DefaultTail, parsed.GetValue(follow), parsed.GetValue(times), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(
        Shell shell, string name, int tail, bool isFollowing, bool hasTimes, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        var path = string.Create(CultureInfo.InvariantCulture, $"{ReefPaths.Tenants}/{name}/logs?tail={tail}&follow={(isFollowing ? "true" : "false")}");
        if ((await shell.Client.SendAsync(new ReefRequest("GET", path), cancellationToken)).TryGetError(out var error, out var exchange)) return error;
        using var events = new EventReader(exchange);
        while (true)
        {
            if ((await events.NextAsync(cancellationToken)).TryGetError(out var lost, out var happened)) return lost;
            if (happened is null) return UnitResult.Success<LobsterError>();
            if (happened.Name == "problem")
                return ReefClient.Parse(path, happened.Data, ReefJson.Default.ProblemBody).TryGetError(out var unread, out var problem) ? unread : ClientErrors.OfProblem(problem);

            if (shell.IsJson) await shell.Screen.Out.WriteAsync($"{happened.Data}\n");
            else if (ReefClient.Parse(path, happened.Data, ReefJson.Default.LogBody).TryGetError(out var garbled, out var line)) return garbled;
            else Write(shell.Screen, line, hasTimes);
            await shell.Screen.Out.FlushAsync(cancellationToken);
        }
    }

    private static void Write(Screen screen, LogBody line, bool hasTimes)
    {
        var isError = line.Stream == "stderr";
        var isTerminal = isError ? screen.IsErrorTerminal : screen.IsOutTerminal;
        var time = hasTimes ? line.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ ", CultureInfo.InvariantCulture) : "";
        (isError ? screen.Error : screen.Out).Write($"{time}{(isTerminal ? GuestText.Of(line.Text, screen.HasColour) : line.Text)}\n");
    }
}
