using System.CommandLine;
using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>maintenance</c>: keeps the watchdog's hands off a tenant.</summary>
internal static class MaintenanceCommand
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    internal static Command Build(CommandFrame frame)
    {
        var name = CommandFrame.NewName();
        var length = new Option<TimeSpan?>("--for") { Description = "How long: a number with s, m, h or d [default: 1h]", HelpName = "TIME", CustomParser = Lengths.Parse };
        var why = new Option<string?>("--why") { Description = "The reason, for those who see it", HelpName = "TEXT" };
        var end = new Option<bool>("--end") { Description = "Have it watched again" };
        var command = new ExampledCommand(
            "maintenance",
            "Keep the watchdog's hands off a tenant for a while.",
            "It is watched again when the time is over, or with --end. Your own commands work as ever.",
            "lobsterd maintenance alice --for 2h --why 'new disk layout'",
            "lobsterd maintenance alice --end")
        {
            name, length, why, end,
        };
        frame.Handle(command, async (shell, parsed, cancellationToken) =>
        {
            var (isEnd, reason) = (parsed.GetValue(end), parsed.GetValue(why));
            if (isEnd ? reason is not null || parsed.GetValue(length) is not null : reason is null)
                return new LobsterError(UsageErrors.ArgumentsInvalid, isEnd ? "--end takes neither --for nor --why" : "say --why", "lobsterd maintenance NAME --for 1h --why TEXT");
            var body = isEnd ? null : new MaintenanceBeginBody((long)(parsed.GetValue(length) ?? Usual).TotalSeconds, reason!);
            return await RunAsync(shell, parsed.GetRequiredValue(name), body, cancellationToken);
        });
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string name, MaintenanceBeginBody? body, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        var path = $"{ReefPaths.Tenants}/{name}/maintenance";
        var asked = body is null
            ? (await shell.Client.AskBytesAsync("DELETE", path, cancellationToken)).Bind(bytes => ReefClient.Parse(path, bytes, ReefJson.Default.TenantBody))
            : await shell.Client.ExchangeAsync("PUT", path, body, ReefJson.Default.MaintenanceBeginBody, ReefJson.Default.TenantBody, cancellationToken);
        if (asked.TryGetError(out var error, out var tenant)) return error;
        if (shell.IsJson) shell.WriteJson(tenant, ReefJson.Default.TenantBody);
        else await shell.Screen.Out.WriteAsync(tenant.Maintenance is { } until
            ? $"{name} is left alone until {until.Until.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC\n"
            : $"{name} is watched\n");
        return UnitResult.Success<LobsterError>();
    }
}
