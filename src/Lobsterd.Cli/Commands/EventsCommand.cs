using System.CommandLine;
using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;
using Spectre.Console;

namespace Lobsterd.Cli.Commands;

/// <summary><c>events</c>: what happened, who caused it and how long it took.</summary>
internal static class EventsCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Stay and show what comes, until Ctrl-C" };
        var tenant = new Option<string?>("--tenant") { Description = "Only what concerns this tenant, which may be gone", HelpName = "NAME" };
        var since = SinceOption.New("Only what happened since then");
        var command = new ExampledCommand(
            "events",
            "Show what happened, who caused it and how long it took: the audit log.",
            "Every change of a tenant's state, every command and every repair; the service keeps them as long as events.maxBytes and events.maxAgeDays allow.",
            "lobsterd events --since 2h",
            "lobsterd events -f --tenant alice",
            "lobsterd events --json | jq -r 'select(.code != null)'")
        {
            follow, tenant, since,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) =>
            RunAsync(shell, parsed.GetValue(tenant), parsed.GetValue(since), parsed.GetValue(follow), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string? tenant, string? since, bool isFollowing, CancellationToken cancellationToken)
    {
        if (tenant is not null && CommandFrame.CheckNames(tenant).TryGetError(out var invalid)) return invalid;
        var path = $"{(tenant is null ? ReefPaths.Events : $"{ReefPaths.Tenants}/{tenant}/events")}?follow={(isFollowing ? "true" : "false")}";
        if (since is not null && Moments.Parse(since, shell.Clock.GetUtcNow()) is { } moment) path += $"&since={Moments.ToQuery(moment)}";
        if ((await shell.Client.SendAsync(new ReefRequest("GET", path), cancellationToken)).TryGetError(out var error, out var exchange)) return error;
        using var events = new EventReader(exchange);
        while (true)
        {
            if ((await events.NextAsync(cancellationToken)).TryGetError(out var lost, out var happened)) return lost;
            if (happened is null) return UnitResult.Success<LobsterError>();
            if (shell.IsJson) await shell.Screen.Out.WriteAsync($"{happened.Data}\n");
            else if (ReefClient.Parse(path, happened.Data, ReefJson.Default.EventBody).TryGetError(out var garbled, out var body)) return garbled;
            else await shell.Screen.Out.WriteAsync(LineOf(body, shell.Screen) + "\n");
            if (isFollowing) await shell.Screen.Out.FlushAsync(cancellationToken);
        }
    }

    /// <summary>An event as a line.</summary>
    internal static string LineOf(EventBody happened, Screen screen)
    {
        var at = happened.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var took = happened.ElapsedMs is { } elapsed ? string.Create(CultureInfo.InvariantCulture, $", {elapsed:0} ms") : "";
        var code = happened.Code is { } word ? $" [{word}]" : "";
        var kind = Painted(happened.Kind, happened.Code is null ? Color.Green : Color.Red, screen);
        return $"{at}  {GuestText.Of(happened.Tenant ?? "-", hasColour: false)}  {kind}  {GuestText.Of(happened.Message, hasColour: false)}{code}  ({GuestText.Of(happened.Actor, hasColour: false)}{took})";
    }

    private static string Painted(string text, Color colour, Screen screen) =>
        screen is { IsOutTerminal: true, HasColour: true } ? $"\e[{(colour == Color.Red ? 31 : 32)}m{text}\e[0m" : text;
}
