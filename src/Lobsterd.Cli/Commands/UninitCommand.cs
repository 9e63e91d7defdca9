using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Operations;
using Lobsterd.Cli.Service;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>uninit</c>: takes everything of lobsterd's off the host, at last the service itself.</summary>
internal static class UninitCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        var command = new ExampledCommand(
            "uninit",
            "Clear this host of everything that is lobsterd's.",
            "Network, edge and Caddy, images, configuration and at last the service. Refused while tenants are left.",
            "lobsterd evict --all --yes && lobsterd uninit --yes")
        {
            yes,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) => RunAsync(shell, parsed.GetValue(yes), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, bool isYes, CancellationToken cancellationToken)
    {
        if (!isYes)
        {
            var asked = await Confirmation.RequireAsync(shell.Screen, "Clear this host of everything that is lobsterd's, its configuration included?", cancellationToken);
            if (asked.TryGetError(out var refused)) return refused;
        }

        // Nothing of the root is there: no service need be started only to be removed.
        if (RootRemoval.IsAnythingIn(shell.Paths))
        {
            if ((await shell.RunAsync(new OperationCall("uninit", "POST", ReefPaths.Uninit), cancellationToken)).TryGetError(out var error)) return error;
            if ((await new ServiceStop(shell.Client, shell.Clock).RunAsync(cancellationToken)).TryGetError(out var running)) return running;
        }

        if ((await shell.Starter.RemoveAsync(cancellationToken)).TryGetError(out var held)) return held;
        if (RootRemoval.Run(shell.Paths).TryGetError(out var left)) return left;
        await shell.Screen.Out.WriteAsync(shell.IsJson ? "{\"cleared\":true}\n" : "this host is clear of lobsterd\n");
        return UnitResult.Success<LobsterError>();
    }
}
