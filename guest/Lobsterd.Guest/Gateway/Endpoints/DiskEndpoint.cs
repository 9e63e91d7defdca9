using System.Text.Json;
using Lobsterd.Guest.Gateway.Http;

namespace Lobsterd.Guest.Gateway.Endpoints;

/// <summary><c>/disk</c>: GET reads a counter on the tenant's disk; POST adds one, flushes it, and reads it back.</summary>
internal sealed class DiskEndpoint(DiskCounter counter) : IEndpoint
{
    /// <inheritdoc/>
    public string Path => "/disk";

    /// <inheritdoc/>
    public bool NeedsToken => true;

    /// <inheritdoc/>
    public string Methods => "GET, HEAD, POST";

    /// <inheritdoc/>
    public async Task AnswerAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        long number;
        if (exchange.Request.Method != "POST")
        {
            number = counter.Read();
        }
        else if ((await Task.Run(counter.Add, cancellationToken)).TryGetError(out var failed, out number))
        {
            await exchange.AnswerAsync(HttpStatus.InsufficientStorage, failed.Message, cancellationToken);
            return;
        }

        await exchange.AnswerAsync(
            HttpStatus.Ok, "application/json", JsonSerializer.SerializeToUtf8Bytes(new DiskReport(number), GatewayJson.Default.DiskReport), cancellationToken);
    }
}
