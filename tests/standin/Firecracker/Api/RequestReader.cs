using System.Globalization;
using System.Text;

namespace Lobsterd.Standin.Firecracker.Api;

/// <summary>Takes requests from the bytes of one connection. Bodies by Content-Length only: chunks are not decoded.</summary>
internal sealed class RequestReader(int largestBody)
{
    private const int LongestLine = 1022;
    private static readonly string[] Methods = ["GET", "PUT", "PATCH", "DELETE"];

    private byte[] buffer = [];

    internal void Add(ReadOnlySpan<byte> more) => buffer = [.. buffer, .. more];

    internal void Clear() => buffer = [];

    /// <summary>Whether a client waits for leave to send its body; asked once.</summary>
    internal bool TakeContinue()
    {
        var text = Encoding.Latin1.GetString(buffer);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end == buffer.Length - 4 && end > 0 && text.Contains("Expect: 100-continue", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The next whole request; null when more bytes are wanted.</summary>
    /// <exception cref="WireError">What is there is no request.</exception>
    internal Request? Next()
    {
        var at = 0;
        if (Line(ref at, "Invalid request.") is not { } first) return null;
        var words = first.Split(' ');
        if (words.Length != 3) throw new WireError("Invalid request.");
        if (!Methods.Contains(words[0])) throw new WireError("Invalid HTTP Method: Unsupported HTTP method.");
        if (words[2] is not ("HTTP/1.1" or "HTTP/1.0")) throw new WireError("Invalid HTTP Version: Unsupported HTTP version.");

        var length = 0;
        while (true)
        {
            if (Line(ref at, null) is not { } line) return null;
            if (line.Length == 0) break;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) throw new WireError($"Invalid header. Reason: Header is incorrectly formatted. Key: {line}");
            var (name, value) = (line[..colon].Trim(), line[(colon + 1)..].Trim());
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                && !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out length))
                throw new WireError($"Invalid header. Reason: Invalid value. Key:Content-Length; Value: {value}");
            if (name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase)) CheckEncoding(value);
        }
        if (length > largestBody)
            throw new WireError(string.Create(CultureInfo.InvariantCulture, $"Request payload with size {length} is larger than the limit of {largestBody} allowed by server."));
        if (buffer.Length - at < length) return null;
        var body = buffer[at..(at + length)];
        buffer = buffer[(at + length)..];
        return new Request(words[0], PathOf(words[1]), body);
    }

    private string? Line(ref int at, string? tooLong)
    {
        var end = buffer.AsSpan(at).IndexOf("\r\n"u8);
        if (end > LongestLine || (end < 0 && buffer.Length - at > LongestLine + 1))
        {
            var line = Encoding.Latin1.GetString(buffer.AsSpan(at, Math.Max(end, LongestLine)));
            throw new WireError(tooLong ?? $"Invalid header. Reason: Invalid content length. Header: {line}");
        }
        if (end < 0) return null;
        var text = Encoding.UTF8.GetString(buffer.AsSpan(at, end));
        at += end + 2;
        return text;
    }

    private static void CheckEncoding(string value)
    {
        if (value.Length == 0) throw new WireError("Invalid request.");
        var parts = value.Replace(" ", "", StringComparison.Ordinal).Split(',');
        if (parts.Contains("identity;q=0") || (parts.Contains("*;q=0") && !parts.Any(part => part.StartsWith("identity", StringComparison.Ordinal))))
            throw new WireError($"Invalid header. Reason: Invalid value. Key:Accept-Encoding; Value:{value}");
    }

    private static string PathOf(string target)
    {
        const string Scheme = "http://";
        if (target.StartsWith(Scheme, StringComparison.Ordinal))
        {
            var slash = target.IndexOf('/', Scheme.Length);
            return slash < 0 ? "/" : target[slash..];
        }
        return target.StartsWith('/') ? target : "/";
    }
}
