using System.Globalization;
using Lobsterd.Guest.Gateway.Http;

namespace Lobsterd.Guest.Gateway.Endpoints;

/// <summary><c>/bytes?count=N</c>: a download of N bytes whose content its reader can check: the n-th byte is n modulo 251.</summary>
internal sealed class BytesEndpoint : IEndpoint
{
    /// <summary>A prime, so that a lost or doubled buffer shows whatever its size.</summary>
    internal const int Period = 251;

    /// <summary>Longest download: 16 GiB.</summary>
    internal const long MostBytes = 16L << 30;

    private const int PieceBytes = 128 * Period;

    private static readonly byte[] Piece = [.. Enumerable.Range(0, PieceBytes).Select(at => (byte)(at % Period))];

    /// <inheritdoc/>
    public string Path => "/bytes";

    /// <inheritdoc/>
    public bool NeedsToken => true;

    /// <inheritdoc/>
    public string Methods => "GET";

    /// <inheritdoc/>
    public async Task AnswerAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        if (!long.TryParse(exchange.Request.QueryValue("count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MostBytes)
        {
            await exchange.AnswerAsync(HttpStatus.BadRequest, "count is not 0 to 17179869184", cancellationToken);
            return;
        }

        await exchange.BeginAsync(HttpStatus.Ok, "application/octet-stream", cancellationToken);
        for (; count > 0 && !exchange.IsOver; count -= PieceBytes)
            await exchange.SendPieceAsync(Piece.AsMemory(0, (int)Math.Min(count, PieceBytes)), cancellationToken);
        await exchange.EndAsync(cancellationToken);
    }
}
