using System.CommandLine;
using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>watch</c>: how tenants stand in the watchdog's eyes, and what it does.</summary>
internal static class WatchCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var once = new Option<bool>("--once") { Description = "Show how they stand now, and end" };
        var command = new ExampledCommand(
            "watch",
            "Show how the watchdog sees the tenants, then each change and repair as it happens, until Ctrl-C.",
            "With --json: the states as one document, then one event a line. The service watches by itself, with or without this command.",
            "lobsterd watch",
            "lobsterd watch --once --json | jq -r '.tenants[] | select(.gaveUp) | .tenant'")
        {
            once,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) => RunAsync(shell, parsed.GetValue(once), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, bool isOnce, CancellationToken cancellationToken)
    {
        // The stream first: what happens while the states are read is shown behind them, and nothing is missed.
        if (isOnce) return await ShowAsync(shell, cancellationToken);
        if ((await shell.Client.SendAsync(new ReefRequest("GET", $"{ReefPaths.Events}?after=now"), cancellationToken)).TryGetError(out var error, out var exchange)) return error;
        using var events = new EventReader(exchange);
        if ((await ShowAsync(shell, cancellationToken)).TryGetError(out error)) return error;
        while (true)
        {
            if ((await events.NextAsync(cancellationToken)).TryGetError(out var lost, out var happened)) return lost;
            if (happened is null) return UnitResult.Success<LobsterError>();
            if (ReefClient.Parse(ReefPaths.Events, happened.Data, ReefJson.Default.EventBody).TryGetError(out var garbled, out var body)) return garbled;
            if (!IsOfWatch(body)) continue;
            if (shell.IsJson) await shell.Screen.Out.WriteAsync($"{happened.Data}\n");
            else await shell.Screen.Out.WriteAsync(string.Create(
                CultureInfo.InvariantCulture, $"{body.At.UtcDateTime:HH:mm:ss.fff}  {body.Tenant ?? "(host)",-16}  {body.Kind,-22}  {GuestText.Of(body.Message, hasColour: false)}\n"));
            await shell.Screen.Out.FlushAsync(cancellationToken);
        }
    }

    private static bool IsOfWatch(EventBody happened) =>
        happened.Actor == "watchdog" || happened.Kind is "vm.exited" or "tenant.molted" or "tenant.maintenance" or "tenant.maintenance-ended"
        || happened.Kind.StartsWith("health.", StringComparison.Ordinal);

    private static async Task<UnitResult<LobsterError>> ShowAsync(Shell shell, CancellationToken cancellationToken)
    {
        if ((await shell.Client.GetAsync(ReefPaths.Watch, ReefJson.Default.WatchList, cancellationToken)).TryGetError(out var error, out var list)) return error;
        if (shell.IsJson)
        {
            shell.WriteJson(list, ReefJson.Default.WatchList);
        }
        else
        {
            if (list.Mode == "off") await shell.Screen.Out.WriteAsync("the watchdog is off (watchdog.mode)\n");
            var now = shell.Clock.GetUtcNow();
            var table = new FittedTable(new("NAME", 9), new("WATCH", 8, IsColoured: true), new("FOR", 3), new("REPAIRS", 2), new("REASON", 7, MayWrap: true))
            {
                WhenEmpty = "no tenants to watch",
            };
            foreach (var watch in list.Tenants)
                table.Add(watch.Tenant, watch.State, Amounts.OfAge(now - watch.Since), watch.Attempts.ToString(CultureInfo.InvariantCulture), ReasonOf(watch));
            table.Write(shell.Screen, WordStyles.Of);
        }

        await shell.Screen.Out.FlushAsync(cancellationToken);
        return UnitResult.Success<LobsterError>();
    }

    private static string ReasonOf(WatchBody watch) => GuestText.Of(watch.GaveUp ? $"given up; lobsterd molt {watch.Tenant} takes it up again: {watch.Reason}" : watch.Reason, hasColour: false);
}
