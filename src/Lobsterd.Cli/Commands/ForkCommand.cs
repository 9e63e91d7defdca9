using System.CommandLine;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Operations;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>fork</c>: one tenant becomes several.</summary>
internal static class ForkCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var name = CommandFrame.NewName("The tenant that is copied");
        var names = new Argument<string[]>("NEW") { Description = "The new tenants", Arity = ArgumentArity.OneOrMore };
        var keep = new Option<bool>("--keep-processes")
        {
            Description = "Let what runs go on in the copies too, instead of starting their workloads anew. Unsafe: they then hold every secret, key and random state that the original has in memory",
        };
        var command = new ExampledCommand(
            "fork",
            "Make several tenants of one that runs or sleeps: with its memory and its disk of one instant.",
            "The original stands still for a moment and goes on; one that sleeps sleeps on. Each copy gets an identity, tokens, an address and secrets of its own before it sends anything; ports that the original publishes stay the original's. Prints their URLs.",
            "lobsterd fork alice bob",
            "lobsterd fork alice try-1 try-2 try-3")
        {
            name, names, keep,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) => RunAsync(
            shell, parsed.GetRequiredValue(name), new ForkBody { Names = parsed.GetRequiredValue(names), KeepProcesses = parsed.GetValue(keep) }, cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string name, ForkBody body, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames([name, .. body.Names]).TryGetError(out var invalid)) return invalid;
        var path = $"{ReefPaths.Tenants}/{name}/fork";
        var call = new OperationCall($"fork {name}", "POST", path)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(body, ReefJson.Default.ForkBody),
            CanBeCancelled = true,
        };
        if ((await shell.RunAsync(call, cancellationToken)).TryGetError(out var error, out var operation)) return error;
        if (operation?.Forks is not { } copies) return ReefSocket.NotUnderstood(path);
        if (shell.IsJson) shell.WriteJson(operation, ReefJson.Default.OperationBody);
        else foreach (var copy in copies) await shell.Screen.Out.WriteAsync($"{copy.Url}\n");
        return UnitResult.Success<LobsterError>();
    }
}
