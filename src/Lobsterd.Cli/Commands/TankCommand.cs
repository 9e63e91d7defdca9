using System.CommandLine;
using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Tank;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>tank</c>: who is there.</summary>
internal static class TankCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var once = new Option<bool>("--once") { Description = "Show them once, as a table" };
        var command = new ExampledCommand(
            "tank",
            "Watch all tenants.",
            "On a terminal it stays: ? shows its keys, q leaves. A pipe, or --once, gets a table; a narrow terminal leaves columns out.",
            "lobsterd tank",
            "lobsterd tank --once",
            "lobsterd tank --json | jq -r '.tenants[].url'")
        {
            once,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) => shell is { IsJson: false, Screen: { IsInTerminal: true, IsOutTerminal: true } } && !parsed.GetValue(once)
            ? WatchAsync(shell, cancellationToken)
            : RunAsync(shell, cancellationToken));
        return command;
    }

    // Asked once before, so that a service that has to be started is, and one that cannot is told on the ordinary screen.
    private static async Task<UnitResult<LobsterError>> WatchAsync(Shell shell, CancellationToken cancellationToken) =>
        (await shell.Client.GetBytesAsync(ReefPaths.Health, cancellationToken)).TryGetError(out var error, out _) ? error : await new LiveTank(shell).RunAsync(cancellationToken);

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, CancellationToken cancellationToken)
    {
        if ((await shell.Client.GetBytesAsync(ReefPaths.Tenants, cancellationToken)).TryGetError(out var error, out var bytes)) return error;
        if (shell.IsJson)
        {
            // As the service wrote it: nothing is parsed to be written again.
            shell.WriteBytes(bytes);
            return UnitResult.Success<LobsterError>();
        }

        if (ReefClient.Parse(ReefPaths.Tenants, bytes, ReefJson.Default.TenantList).TryGetError(out var garbled, out var list)) return garbled;
        Write(shell, list);
        return UnitResult.Success<LobsterError>();
    }

    private static void Write(Shell shell, TenantList list)
    {
        var now = shell.Clock.GetUtcNow();
        var table = new FittedTable(
            new("NAME", 9),
            new("STATE", 8, IsColoured: true),
            new("URL", 6),
            new("IP", 4),
            new("CPU", 1),
            new("MEMORY", 2),
            new("IMAGE", 3),
            new("AGE", 5),
            new("REASON", 7, MayWrap: true))
        {
            WhenEmpty = "no tenants; lobsterd spawn NAME makes one",
        };
        foreach (var tenant in list.Tenants)
        {
            table.Add(
                tenant.Name,
                tenant.State,
                tenant.Url,
                tenant.Ip,
                tenant.Vcpus.ToString(CultureInfo.InvariantCulture),
                Amounts.OfBytes((long)tenant.MemoryMib << 20),
                GuestText.Of(tenant.Image, hasColour: false),
                Amounts.OfAge(now - tenant.CreatedAt),
                GuestText.Of(ReasonOf(tenant), hasColour: false));
        }

        table.Write(shell.Screen, WordStyles.Of);
    }

    private static string ReasonOf(TenantBody tenant) =>
        tenant.Reason ?? (tenant.Maintenance is { } maintenance ? $"maintenance: {maintenance.Why}" : "");
}
