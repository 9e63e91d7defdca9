using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lobsterd.Edge.Forwarding;

/// <summary>What the edge itself says when no tenant can: a small page for people, a problem document for programs (RFC 9457).</summary>
internal static class StatusPage
{
    /// <summary>Writes the page as the whole response.</summary>
    /// <param name="context">The request; nothing of its response may have been sent.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="title">What is the matter, a few words.</param>
    /// <param name="detail">One sentence; may hold what the client sent.</param>
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        var response = context.Response;
        var asPage = context.Request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase);
        var body = asPage ? Page(title, detail) : Problem(status, title, detail);

        response.StatusCode = status;
        response.ContentType = asPage ? "text/html; charset=utf-8" : "application/problem+json";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        return response.Body.WriteAsync(body, 0, body.Length, context.RequestAborted);
    }

    private static byte[] Problem(int status, string title, string detail) =>
        JsonSerializer.SerializeToUtf8Bytes(new EdgeProblem("about:blank", title, status, detail), ForwardingJson.Default.EdgeProblem);

    private static byte[] Page(string title, string detail) => Encoding.UTF8.GetBytes(
        $$"""
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{HtmlEncoder.Default.Encode(title)}}</title>
        <style>body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 18vh auto 0; padding: 0 1rem; }</style>
        <h1>{{HtmlEncoder.Default.Encode(title)}}</h1>
        <p>{{HtmlEncoder.Default.Encode(detail)}}</p>
        </html>

        """);
}
