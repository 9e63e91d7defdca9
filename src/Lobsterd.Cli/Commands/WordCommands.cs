using System.CommandLine;
using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>maintenance</c> and <c>hold</c>: an operator's word about a tenant that is good for a while.</summary>
internal static class WordCommands
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    internal static Command BuildMaintenance(CommandFrame frame) => Build(frame, new Word(
        "maintenance", tenant => tenant.Maintenance, "is left alone", "is watched", EndText: "Have it watched again"), new ExampledCommand(
            "maintenance",
            "Keep the watchdog's hands off a tenant for a while.",
            "It is watched again when the time is over, or with --end. Your own commands work as ever.",
            "lobsterd maintenance alice --for 2h --why 'new disk layout'",
            "lobsterd maintenance alice --end"));

    internal static Command BuildHold(CommandFrame frame) => Build(frame, new Word(
        "hold", tenant => tenant.Hold, "is held awake", "may fall asleep", EndText: "Let it fall asleep again"), new ExampledCommand(
            "hold",
            "Keep a tenant from falling asleep by itself for a while.",
            "Neither the idle rule nor memory that is short puts it to sleep before the time is over, or --end. One that sleeps already is not woken by it, and suspend works as ever. A program in the guest does the same for itself by a file in /var/spool/lobsterd/schedules that says hold 30m and why.",
            "lobsterd hold alice --for 30m --why 'nightly import'",
            "lobsterd hold alice --end",
            "lobsterd exec alice -- sh -c 'echo hold 30m nightly import > /var/spool/lobsterd/schedules/import'"));

    private static ExampledCommand Build(CommandFrame frame, Word word, ExampledCommand command)
    {
        var name = CommandFrame.NewName();
        var length = new Option<TimeSpan?>("--for") { Description = "How long: a number with s, m, h or d [default: 1h]", HelpName = "TIME", CustomParser = Lengths.Parse };
        var why = new Option<string?>("--why") { Description = "The reason, for those who see it", HelpName = "TEXT" };
        var end = new Option<bool>("--end") { Description = word.EndText };
        command.Add(name);
        foreach (var option in (Option[])[length, why, end]) command.Add(option);
        frame.Handle(command, async (shell, parsed, cancellationToken) =>
        {
            var (isEnd, reason) = (parsed.GetValue(end), parsed.GetValue(why));
            if (isEnd ? reason is not null || parsed.GetValue(length) is not null : reason is null)
                return new LobsterError(UsageErrors.ArgumentsInvalid, isEnd ? "--end takes neither --for nor --why" : "say --why", $"lobsterd {word.Noun} NAME --for 1h --why TEXT");
            var body = isEnd ? null : new WordBeginBody((long)(parsed.GetValue(length) ?? Usual).TotalSeconds, reason!);
            return await RunAsync(shell, word, parsed.GetRequiredValue(name), body, cancellationToken);
        });
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, Word word, string name, WordBeginBody? body, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        var path = $"{ReefPaths.Tenants}/{name}/{word.Noun}";
        var asked = body is null
            ? (await shell.Client.AskBytesAsync("DELETE", path, cancellationToken)).Bind(bytes => ReefClient.Parse(path, bytes, ReefJson.Default.TenantBody))
            : await shell.Client.ExchangeAsync("PUT", path, body, ReefJson.Default.WordBeginBody, ReefJson.Default.TenantBody, cancellationToken);
        if (asked.TryGetError(out var error, out var tenant)) return error;
        if (shell.IsJson) shell.WriteJson(tenant, ReefJson.Default.TenantBody);
        else await shell.Screen.Out.WriteAsync(word.Of(tenant) is { } given
            ? $"{name} {word.Begun} until {given.Until.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC\n"
            : $"{name} {word.Ended}\n");
        return UnitResult.Success<LobsterError>();
    }

    // What it is called in paths, where its answer stands, and how its two outcomes are told.
    private sealed record Word(string Noun, Func<TenantBody, WordBody?> Of, string Begun, string Ended, string EndText);
}
