using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Client;

/// <summary>Reads an answer as server-sent events (WHATWG HTML, section 9.2), as far as the service writes them: one line of data each.</summary>
/// <param name="exchange">The answer; ours from now on.</param>
internal sealed class EventReader(ReefExchange exchange) : IDisposable
{
    private const int LongestLine = 4 << 20;

    private readonly WireStream lines = new(exchange.Body);

    /// <summary>The next event; null at the end.</summary>
    /// <error code="service.answer.lost">The connection broke.</error>
    /// <error code="service.answer.garbled">It is no event.</error>
    internal Task<Result<ServerEvent?, LobsterError>> NextAsync(CancellationToken cancellationToken) => ReefSocket.GuardAsync(async () =>
    {
        var (name, data) = ("message", "");
        while (await lines.ReadLineAsync(LongestLine, cancellationToken) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line["event: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line["data: ".Length..];
            else if (line.Length == 0 && data.Length > 0) return new ServerEvent(name, data);
        }

        return null;
    });

    public void Dispose()
    {
        lines.Dispose();
        exchange.Dispose();
    }
}
