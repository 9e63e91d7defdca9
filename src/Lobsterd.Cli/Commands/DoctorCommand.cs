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
        var command = new ExampledCommand(
            "doctor",
            "Examine this host: does it have what lobsterd needs?",
            "Looks at hypervisor, network, firewall, cgroups, file system, memory, IPv6, Caddy, edge and ports. Exits with 5 when a check fails.",
            "lobsterd doctor",
            "lobsterd doctor --json | jq -r '.checks[] | select(.status != \"ok\") | .hint'");
        frame.HandleCode(command, (shell, _, cancellationToken) => RunAsync(shell, cancellationToken));
        return command;
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
            var table = new FittedTable(new("STATUS", 4, IsColoured: true), new("CHECK", 3), new("FOUND", 2, MayWrap: true), new("HINT", 1, MayWrap: true));
            foreach (var check in body.Checks)
                table.Add(check.Status, check.Name, GuestText.Of(check.Found, hasColour: false), GuestText.Of(check.Hint ?? "", hasColour: false));
            table.Write(shell.Screen, WordStyles.Of);
        }

        return body.Checks.Any(check => check.Status == "fail") ? NotReady : 0;
    }
}
