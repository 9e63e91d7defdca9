using System.Globalization;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Caddy;

/// <summary>An answer of the admin API.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">JSON, or empty.</param>
internal sealed record CaddyReply(int Status, string Body)
{
    /// <summary>Reads an HTTP/1.0 reply, which ends with its connection.</summary>
    /// <error code="caddy.admin.refused">It is too long, or no such reply.</error>
    public static async Task<Result<CaddyReply, LobsterError>> ReadAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int count; (count = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (all.Length + count > maxBytes) return Unreadable("is too long");
            all.Write(buffer, 0, count);
        }

        return Parse(Encoding.UTF8.GetString(all.GetBuffer(), 0, (int)all.Length));
    }

    internal static Result<CaddyReply, LobsterError> Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0 || !text.StartsWith("HTTP/1.", StringComparison.Ordinal)) return Unreadable("is no HTTP");
        var words = text[..text.IndexOf("\r\n", StringComparison.Ordinal)].Split(' ', 3);
        return words.Length >= 2 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? new CaddyReply(status, text[(end + 4)..])
            : Unreadable("has no status");
    }

    private static LobsterError Unreadable(string fault) => new(EdgeErrors.CaddyRefused, $"what Caddy answers {fault}");
}
