using System.Text;
using System.Text.Json;
using Lobsterd.Guest.Gateway.Http;

namespace Lobsterd.Guest.Gateway.Endpoints;

/// <summary><c>/</c>: who this is, since when, and how often it was asked. JSON, or a small page for whoever prefers HTML.</summary>
internal sealed class HomeEndpoint(string tenant, string instance, IRequestCounter counter, TimeProvider clock) : IEndpoint
{
    private readonly long startedAt = clock.GetTimestamp();

    /// <inheritdoc/>
    public string Path => "/";

    /// <inheritdoc/>
    public bool NeedsToken => false;

    /// <inheritdoc/>
    public string Methods => "GET, HEAD";

    /// <inheritdoc/>
    public async Task AnswerAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        var report = new GatewayReport(tenant, instance, (long)clock.GetElapsedTime(startedAt).TotalMilliseconds, counter.Add());
        var vary = new HeaderField("Vary", "Accept");
        if (Accept.Prefers(exchange.Request.Fields.All("Accept"), "text/html", "application/json"))
            await exchange.AnswerAsync(
                HttpStatus.Ok, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Page(report)), cancellationToken,
                vary, new HeaderField("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"));
        else
            await exchange.AnswerAsync(
                HttpStatus.Ok, "application/json", JsonSerializer.SerializeToUtf8Bytes(report, GatewayJson.Default.GatewayReport), cancellationToken, vary);
    }

    // A tenant's name is a DNS label, so nothing in the page needs escaping.
    private static string Page(GatewayReport report) =>
        $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>{{report.Tenant}}</title>
        <style>body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem } dt { color: #777 } dd { margin: 0 0 .6rem }</style>
        </head>
        <body>
        <h1>{{report.Tenant}}</h1>
        <dl>
        <dt>up for</dt><dd id="uptime">{{report.UptimeMs / 1000}} s</dd>
        <dt>requests</dt><dd id="requests">{{report.Requests}}</dd>
        </dl>
        </body>
        </html>

        """;
}
