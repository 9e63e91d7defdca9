using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>version</c>: of this program; with <c>--json</c> the service's too, if one runs.</summary>
internal static class VersionCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    internal static Command Build(CommandFrame frame)
    {
        var command = new ExampledCommand(
            "version",
            "Print this program's version.",
            "With --json the service's too, if one answers at once; none is started.",
            "lobsterd version",
            "lobsterd version --json");
        frame.Handle(command, (shell, _, cancellationToken) => RunAsync(shell, cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, CancellationToken cancellationToken)
    {
        if (!shell.IsJson)
        {
            await shell.Screen.Out.WriteAsync($"lobsterd {ProgramVersion.Text}\n");
            return UnitResult.Success<LobsterError>();
        }

        shell.WriteJson(new VersionReport(ProgramVersion.Text, await ServiceAsync(shell, cancellationToken)), CliJson.Default.VersionReport);
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<VersionBody?> ServiceAsync(Shell shell, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, shell.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            if ((await shell.Client.AskAsync(new ReefRequest("GET", ReefPaths.Version), either.Token)).TryGetError(out _, out var exchange)) return null;
            using (exchange)
            {
                return (await exchange.ReadAllAsync(1 << 20, either.Token))
                    .Bind(bytes => ReefClient.Parse(ReefPaths.Version, bytes, ReefJson.Default.VersionBody)).GetValueOrDefault();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
