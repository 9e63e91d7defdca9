using System.Globalization;

namespace Lobsterd.Cli.Client;

/// <summary>An answer's status line and the few headers that we heed (RFC 9112).</summary>
internal sealed record AnswerHead(int Status, string ContentType, long? Length, bool IsChunked)
{
    private const int LongestLine = 8 << 10;
    private const int MostHeaders = 64;

    /// <exception cref="InvalidDataException">It is no head of HTTP/1.1.</exception>
    internal static async Task<AnswerHead> ReadAsync(WireStream wire, CancellationToken cancellationToken)
    {
        var first = await wire.ReadLineAsync(LongestLine, cancellationToken) ?? throw new EndOfStreamException("the connection was closed without an answer");
        if (first.Length < 12 || !first.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            || !int.TryParse(first.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            throw new InvalidDataException("the answer is not HTTP/1.1");

        var head = new AnswerHead(status, "", null, false);
        for (var count = 0; ; count++)
        {
            var line = await wire.ReadLineAsync(LongestLine, cancellationToken) ?? throw new EndOfStreamException("the connection was closed within an answer's head");
            if (line.Length == 0) return head;
            if (count == MostHeaders) throw new InvalidDataException($"the answer has more than {MostHeaders} headers");
            head = head.With(line);
        }
    }

    private AnswerHead With(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) throw new InvalidDataException("a header has no name");
        var value = line[(colon + 1)..].Trim();
        return line[..colon].ToLowerInvariant() switch
        {
            "content-type" => this with { ContentType = value.Split(';')[0].Trim() },
            "content-length" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? this with { Length = length }
                : throw new InvalidDataException("the content's length is no number"),
            "transfer-encoding" => value.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                ? this with { IsChunked = true }
                : throw new InvalidDataException("the transfer's encoding is unknown"),
            _ => this,
        };
    }
}
