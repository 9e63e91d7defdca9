using System.CommandLine;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Operations;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>restore</c>: a tenant gets the disk of one of its snaps.</summary>
internal static class RestoreCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var (name, snap) = (CommandFrame.NewName(), SnapCommands.NewSnap());
        var keep = new Option<bool>("--keep") { Description = "Make a snap of the disk that is replaced" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        var command = new ExampledCommand(
            "restore",
            "Give a tenant the disk of one of its snaps.",
            "Its VM is stopped and started again. What was written since the snap is gone, unless it is kept. A restore that fails puts the old disk back.",
            "lobsterd restore alice before-upgrade --keep",
            "lobsterd restore alice 0c2f66a1b9d4 --yes")
        {
            name, snap, keep, yes,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) => RunAsync(
            shell, parsed.GetRequiredValue(name), new RestoreBody { Snap = parsed.GetRequiredValue(snap), Keep = parsed.GetValue(keep) }, parsed.GetValue(yes), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string name, RestoreBody body, bool isYes, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        if (!isYes && !body.Keep)
        {
            var asked = await Confirmation.RequireAsync(shell.Screen, $"Restore {name} to {PlainText.Of(body.Snap, 80)}? What was written since then is removed.", cancellationToken);
            if (asked.TryGetError(out var refused)) return refused;
        }

        var call = new OperationCall($"restore {name}", "POST", $"{ReefPaths.Tenants}/{name}/restore") { Body = JsonSerializer.SerializeToUtf8Bytes(body, ReefJson.Default.RestoreBody) };
        if ((await shell.RunAsync(call, cancellationToken)).TryGetError(out var error, out var operation)) return error;
        if (!shell.IsJson) await shell.Screen.Out.WriteAsync($"{name} is restored\n");
        else if (operation is not null) shell.WriteJson(operation, ReefJson.Default.OperationBody);
        return UnitResult.Success<LobsterError>();
    }
}
