using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>doctor</c>: does this host have what lobsterd needs.</summary>
internal static class DoctorCommand
{
    private const int NotReady = 5;

    internal static Command Build(CommandFrame frame)
    {
        var fix = new Option<bool>("--fix") { Description = "First change those settings that are unsafe and safe to change; they are back after a reboot" };
        var command = new ExampledCommand(
            "doctor",
            "Examine this host: does it have what lobsterd needs, and is it safe for tenants?",
            "Looks at hypervisor, network, firewall, cgroups, file system, memory, Caddy, edge and ports, and at what keeps tenants apart: processors, memory, kernel. Exits with 5 when a check fails.",
            "lobsterd doctor",
            "lobsterd doctor --fix",
            "lobsterd doctor --json | jq -r '.checks[] | select(.status != \"ok\") | .hint'")
        {
            fix,
        };
        frame.HandleCode(command, async (shell, parsed, cancellationToken) =>
            parsed.GetValue(fix) && (await FixAsync(shell, cancellationToken)).TryGetError(out var unfixed) ? unfixed : await RunAsync(shell, cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> FixAsync(Shell shell, CancellationToken cancellationToken)
    {
        if ((await shell.Client.AskBytesAsync("POST", ReefPaths.DoctorFix, cancellationToken)).TryGetError(out var error, out var bytes)) return error;
        if (ReefClient.Parse(ReefPaths.DoctorFix, bytes, ReefJson.Default.DoctorFixList).TryGetError(out error, out var fixes)) return error;
        foreach (var fix in fixes.Fixes) await shell.Screen.Error.WriteAsync($"fixed {fix.Check}: {fix.File} was {fix.Before}, is {fix.After}\n");
        if (fixes.Fixes.Count == 0) await shell.Screen.Error.WriteAsync("nothing to fix\n");
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<Result<int, LobsterError>> RunAsync(Shell shell, CancellationToken cancellationToken)
    {
        if ((await shell.Client.GetBytesAsync(ReefPaths.Doctor, cancellationToken)).TryGetError(out var error, out var bytes)) return error;
        if (ReefClient.Parse(ReefPaths.Doctor, bytes, ReefJson.Default.DoctorBody).TryGetError(out var garbled, out var body)) return garbled;
        if (shell.IsJson)
        {
            shell.WriteBytes(bytes);
        }
        else
        {
            var table = new FittedTable(
                new("STATUS", 5, IsColoured: true), new("SEVERITY", 1), new("CHECK", 4), new("FOUND", 3, MayWrap: true), new("HINT", 2, MayWrap: true))
            {
                WhenEmpty = "nothing was checked",
            };
            foreach (var check in body.Checks)
                table.Add(
                    check.Status, check.Status == "ok" ? "" : check.Severity, check.Name, GuestText.Of(check.Found, hasColour: false),
                    GuestText.Of(check.Waiver is { } reason ? $"waived: {reason}" : check.Hint ?? "", hasColour: false));
            table.Write(shell.Screen, WordStyles.Of);
        }

        return body.Checks.Any(check => check.Status == "fail") ? NotReady : 0;
    }
}
