using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>token</c>: the secret of a tenant's workload.</summary>
internal static class TokenCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var name = CommandFrame.NewName();
        var command = new ExampledCommand(
            "token",
            "Print the token that a tenant's workload asks of its users.",
            "With --json its URL too.",
            "lobsterd token alice",
            "curl -H \"Authorization: Bearer $(lobsterd token alice)\" http://alice.lobster.localhost:8080/echo")
        {
            name,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) => RunAsync(shell, parsed.GetRequiredValue(name), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string name, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        var asked = await shell.Client.GetAsync($"{ReefPaths.Tenants}/{name}/token", ReefJson.Default.TokenBody, cancellationToken);
        if (asked.TryGetError(out var error, out var token)) return error;
        if (shell.IsJson) shell.WriteJson(token, ReefJson.Default.TokenBody);
        else await shell.Screen.Out.WriteAsync($"{token.Token}\n");
        return UnitResult.Success<LobsterError>();
    }
}
