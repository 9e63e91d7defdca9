using System.CommandLine;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Operations;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>suspend</c> and <c>resume</c>: tenants sleep on disk, and wake.</summary>
internal static class SleepCommands
{
    internal static Command BuildSuspend(CommandFrame frame)
    {
        var name = CommandFrame.NewName();
        var force = new Option<bool>("--force") { Description = "Break off what is under way; an always-on tenant sleeps too" };
        var why = new Option<string?>("--why") { Description = "The reason, told with the event" };
        var command = new ExampledCommand(
            "suspend",
            "Put a tenant to sleep: its memory goes to the disk and costs none.",
            "Refused while requests or connections of it are under way. What comes for it later waits a moment and wakes it.",
            "lobsterd suspend alice",
            "lobsterd suspend alice --force --why \"host maintenance\"")
        {
            name, force, why,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) =>
        {
            var tenant = parsed.GetRequiredValue(name);
            var body = JsonSerializer.SerializeToUtf8Bytes(new SuspendBody(parsed.GetValue(force), parsed.GetValue(why)), ReefJson.Default.SuspendBody);
            return RunAsync(shell, "suspend", tenant, body, "sleeps", cancellationToken);
        });
        return command;
    }

    internal static Command BuildResume(CommandFrame frame)
    {
        var name = CommandFrame.NewName();
        var command = new ExampledCommand(
            "resume",
            "Wake a tenant that sleeps.",
            "It goes on where it was. A request to its URL does the same. Where what it sleeps as cannot be loaded, it boots from its disk, and an event says so.",
            "lobsterd resume alice")
        {
            name,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) =>
            RunAsync(shell, "resume", parsed.GetRequiredValue(name), body: null, "is awake", cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(
        Shell shell, string act, string name, byte[]? body, string done, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        var call = new OperationCall($"{act} {name}", "POST", $"{ReefPaths.Tenants}/{name}/{act}") { Body = body, CanBeCancelled = act == "suspend" };
        if ((await shell.RunAsync(call, cancellationToken)).TryGetError(out var error, out var operation)) return error;
        if (!shell.IsJson) await shell.Screen.Out.WriteAsync($"{name} {done}\n");
        else if (operation is not null) shell.WriteJson(operation, ReefJson.Default.OperationBody);
        return UnitResult.Success<LobsterError>();
    }
}
