using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Operations;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>stop</c>, <c>start</c> and <c>restart</c>: the VMs of tenants that stay.</summary>
internal static class PowerCommands
{
    internal static Command BuildStop(CommandFrame frame) => Build(
        frame,
        "stop",
        "stopped",
        "Shut tenants' VMs down; the tenants and their disks stay.",
        "A guest that does not shut down within the bound is ended. A stopped tenant stays so until it is started, over restarts of the service and of the host.");

    internal static Command BuildStart(CommandFrame frame) => Build(
        frame,
        "start",
        "running",
        "Boot the VMs of tenants that are stopped or have failed, from their own disks.",
        "Ctrl-C ends the wait, not the start.");

    internal static Command BuildRestart(CommandFrame frame) => Build(
        frame,
        "restart",
        "running",
        "Shut tenants' VMs down and boot them again from their own disks.",
        "A stopped tenant is started. Ctrl-C ends the wait, not the restart.");

    private static ExampledCommand Build(CommandFrame frame, string word, string state, string summary, string more)
    {
        var names = new Argument<string[]>("NAME") { Description = "The tenants", Arity = ArgumentArity.OneOrMore };
        var command = new ExampledCommand(word, summary, more, $"lobsterd {word} alice", $"lobsterd {word} alice bob --json") { names };
        frame.Handle(command, (shell, parsed, cancellationToken) =>
            RunAsync(shell, word, state, [.. parsed.GetRequiredValue(names).Distinct()], cancellationToken));
        return command;
    }

    // One failure does not keep the others; the first one is the command's.
    private static async Task<UnitResult<LobsterError>> RunAsync(
        Shell shell, string word, string state, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(names).TryGetError(out var invalid)) return invalid;
        LobsterError? failed = null;
        foreach (var name in names)
        {
            var call = new OperationCall($"{word} {name}", "POST", $"{ReefPaths.Tenants}/{name}/{word}");
            var ended = await shell.RunAsync(call, cancellationToken);
            if (ended.TryGetError(out var error, out var operation))
            {
                if (failed is not null) _ = ErrorReport.Write(shell.Screen, failed, isJson: false);
                failed = error;
                if (error.Code == Client.ClientErrors.Interrupted) return error;
                continue;
            }

            // What was so already took no step.
            if (shell.IsJson && operation is not null) shell.WriteJson(operation, ReefJson.Default.OperationBody);
            else await shell.Screen.Out.WriteAsync($"{name} is {(operation is { Steps.Count: 0 } ? "already " : "")}{state}\n");
        }

        return failed is null ? UnitResult.Success<LobsterError>() : failed;
    }
}
