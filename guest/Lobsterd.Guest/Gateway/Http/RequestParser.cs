using System.Text;
using CSharpFunctionalExtensions;

namespace Lobsterd.Guest.Gateway.Http;

/// <summary>Reads the head of an HTTP/1.x request (RFC 9112), strictly: what two servers could read in two ways is refused.</summary>
internal static class RequestParser
{
    private static ReadOnlySpan<byte> EndOfLine => "\r\n"u8;

    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    /// <summary>Reads one head.</summary>
    /// <param name="bytes">What came so far.</param>
    /// <param name="consumed">The head's length; 0 unless a head is returned.</param>
    /// <returns>The head; null when more bytes are needed; the status to answer with when it is no request.</returns>
    internal static Result<RequestHead?, HttpStatus> Parse(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        // One empty line before a request is tolerated, as RFC 9112 section 2.2 asks.
        var skipped = bytes.StartsWith(EndOfLine) ? EndOfLine.Length : 0;
        var head = bytes[skipped..];

        var length = head.IndexOf(EndOfHead);
        if (length < 0) return IncompleteOr(head);
        if (length + EndOfHead.Length > HttpLimits.MostHeadBytes) return HttpStatus.FieldsTooLarge;

        head = head[..length];
        var lineEnd = head.IndexOf(EndOfLine);
        var line = lineEnd < 0 ? head : head[..lineEnd];
        var fields = lineEnd < 0 ? [] : head[(lineEnd + EndOfLine.Length)..];

        if (RequestLine.Parse(line).TryGetError(out var badLine, out var request)) return badLine;
        if (ParseFields(fields).TryGetError(out var badFields, out var parsed)) return badFields;
        if (request.IsVersion11 && parsed.Single("Host") is null) return HttpStatus.BadRequest;
        if (FramingOf(parsed, request.IsVersion11).TryGetError(out var badBody, out var body)) return badBody;

        consumed = skipped + length + EndOfHead.Length;
        return new RequestHead
        {
            Method = request.Method,
            Path = request.Path,
            Query = request.Query,
            IsVersion11 = request.IsVersion11,
            Fields = parsed,
            Body = body,
        };
    }

    /// <summary>Whether more bytes could still make it a request: a peer that sends no line ends is not waited for until the bound.</summary>
    private static Result<RequestHead?, HttpStatus> IncompleteOr(ReadOnlySpan<byte> head)
    {
        var lineEnd = head.IndexOf(EndOfLine);
        if (lineEnd < 0 && head.Length > HttpLimits.MostTargetBytes + HttpLimits.MostMethodBytes) return HttpStatus.TargetTooLong;
        if (head.Length >= HttpLimits.MostHeadBytes) return HttpStatus.FieldsTooLarge;
        return default(RequestHead);
    }

    private static Result<HeaderFields, HttpStatus> ParseFields(ReadOnlySpan<byte> section)
    {
        var fields = new List<HeaderField>();
        while (!section.IsEmpty)
        {
            if (fields.Count == HttpLimits.MostFields) return HttpStatus.FieldsTooLarge;

            var end = section.IndexOf(EndOfLine);
            var line = end < 0 ? section : section[..end];
            section = end < 0 ? [] : section[(end + EndOfLine.Length)..];

            // A line that starts with a space (the old folding) has no token before its colon, so it is refused here too.
            var colon = line.IndexOf((byte)':');
            if (colon < 1 || !HttpGrammar.IsToken(line[..colon]) || !HttpGrammar.IsFieldValue(line[(colon + 1)..])) return HttpStatus.BadRequest;
            fields.Add(new HeaderField(Text(line[..colon]), Text(line[(colon + 1)..].Trim(" \t"u8))));
        }

        return new HeaderFields(fields);
    }

    private static Result<BodyFraming, HttpStatus> FramingOf(HeaderFields fields, bool isVersion11)
    {
        var codings = fields.All("Transfer-Encoding").ToList();
        var lengths = fields.All("Content-Length").ToList();
        if (codings.Count == 0 && lengths.Count == 0) return default(BodyFraming);

        // Both at once, or one twice, is how requests are smuggled past a proxy.
        if (codings.Count + lengths.Count > 1) return HttpStatus.BadRequest;
        if (lengths.Count == 1)
            return HttpGrammar.TryParseLength(lengths[0], out var length) ? new BodyFraming(false, length) : HttpStatus.BadRequest;
        if (!isVersion11) return HttpStatus.BadRequest;
        return codings[0].Equals("chunked", StringComparison.OrdinalIgnoreCase) ? new BodyFraming(true, 0) : HttpStatus.NotImplemented;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
