using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Service;

/// <summary>Why a service ended before it answered, read from its exit code and its last lines.</summary>
internal static class LastWords
{
    private const string Prefix = "lobsterd-service: ";
    private const string HintPrefix = "hint: ";

    /// <summary>As an error.</summary>
    /// <param name="exitCode">Its exit code; null when a signal ended it.</param>
    /// <param name="words">What it wrote.</param>
    /// <param name="log">Where more may stand.</param>
    /// <error code="service.start.invalid">It refused its configuration or root.</error>
    /// <error code="service.start.held">Another service holds the root.</error>
    /// <error code="service.start.failed">Anything else.</error>
    internal static LobsterError ToError(int? exitCode, string words, string log)
    {
        var start = words.LastIndexOf(Prefix, StringComparison.Ordinal);
        var (message, hint) = start < 0 ? (LastLineOf(words), null) : Split(words[(start + Prefix.Length)..].TrimEnd());
        var code = exitCode switch
        {
            2 => ServiceErrors.StartInvalid,
            4 => ServiceErrors.StartHeld,
            _ => ServiceErrors.StartFailed,
        };
        return new LobsterError(code, $"the service did not start: {message}", hint ?? $"its log is {log}");
    }

    private static string LastLineOf(string words) => words.Split('\n').LastOrDefault(line => line.Trim().Length > 0) ?? "it did not say why";

    private static (string Message, string? Hint) Split(string words)
    {
        var lines = words.Split('\n');
        var hint = lines.FirstOrDefault(line => line.StartsWith(HintPrefix, StringComparison.Ordinal))?[HintPrefix.Length..];
        return (string.Join('\n', lines.TakeWhile(line => !line.StartsWith(HintPrefix, StringComparison.Ordinal))), hint);
    }
}
