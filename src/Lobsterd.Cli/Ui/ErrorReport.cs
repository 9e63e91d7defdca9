using System.Text.Json;
using Lobsterd.Cli.Client;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Ui;

/// <summary>How a failure is told: one line and a hint on standard error; with <c>--json</c> also the problem on standard output.</summary>
internal static class ErrorReport
{
    private const int InterruptedCode = 130;    // as a shell tells of SIGINT

    /// <summary>Tells it.</summary>
    /// <returns>The exit code.</returns>
    internal static int Write(Screen screen, LobsterError error, bool isJson)
    {
        if (isJson)
        {
            screen.Out.Write(JsonSerializer.Serialize(ProblemKinds.ToProblem(error, traceId: null), ReefJson.Default.ProblemBody));
            screen.Out.Write('\n');
        }

        // A list of faults has a line each; everything else is one line.
        screen.Error.Write($"lobsterd: {Clean(error.FullMessage)}\n");
        if (error.NearestHint is { } hint) screen.Error.Write($"hint: {Clean(hint)}\n");
        return error.Code == ClientErrors.Interrupted ? InterruptedCode : ExitCodes.Of(error.Code.Kind);
    }

    private static string Clean(string text) => string.Join("\n  ", text.Split('\n').Select(line => GuestText.Of(line, hasColour: false)));
}
