using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>schedules</c>: when a guest wants to be awake.</summary>
internal static class SchedulesCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var name = CommandFrame.NewName();
        var command = new ExampledCommand(
            "schedules",
            "Show when a tenant's guest wants to be awake; of a sleeper, what is due next.",
            "A program in the guest asks for it by a file in /var/spool/lobsterd/schedules that says cron [TIME ZONE] and five fields, every 15m, or at 2030-01-31T12:00:00Z; hold 30m and why keeps it awake for that long. A tenant of mode auto is awake by then, and sleeps again by the idle rule.",
            "lobsterd schedules alice",
            "lobsterd exec alice -- sh -c 'echo cron Europe/Berlin 30 7 \"* * 1-5\" > /var/spool/lobsterd/schedules/report'",
            "lobsterd schedules alice --json | jq -r '.schedules[].nextAt'")
        {
            name,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) => RunAsync(shell, parsed.GetRequiredValue(name), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string name, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        var path = $"{ReefPaths.Tenants}/{name}/schedules";
        if ((await shell.Client.GetAsync(path, ReefJson.Default.ScheduleList, cancellationToken)).TryGetError(out var error, out var list)) return error;
        if (shell.IsJson)
        {
            shell.WriteJson(list, ReefJson.Default.ScheduleList);
            return UnitResult.Success<LobsterError>();
        }

        var table = new FittedTable(new("NAME", 9), new("NEXT", 8), new("SCHEDULE", 7, MayWrap: true))
        {
            WhenEmpty = "no schedules",
        };
        foreach (var schedule in list.Schedules)
            table.Add(schedule.Id, NextOf(schedule), GuestText.Of(schedule.Fault is { } fault ? $"{schedule.Text}: {fault}" : schedule.Text ?? "", hasColour: false));
        table.Write(shell.Screen, WordStyles.Of);
        return UnitResult.Success<LobsterError>();
    }

    private static string NextOf(ScheduleBody schedule) => schedule switch
    {
        { Fault: not null } => "unread",
        { NextAt: { } at } => Moments.ToText(at),
        { HeldUntil: { } until } => $"awake until {Moments.ToText(until)}",
        _ => "never again",
    };
}
