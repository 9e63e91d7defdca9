using System.Globalization;
using System.Text;

namespace Lobsterd.Guest.Gateway.Http;

/// <summary>Writes the head of a response. Values come from our own code, never from a client, so nothing can be smuggled in.</summary>
internal sealed class ResponseHead
{
    private readonly StringBuilder text = new();

    /// <summary>Starts with the status line and the fields that every response has.</summary>
    internal ResponseHead(HttpStatus status, DateTimeOffset now)
    {
        _ = text.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status.Code} {status.Phrase}\r\n");
        _ = Add("Date", now.ToString("r", CultureInfo.InvariantCulture));
        _ = Add("Cache-Control", "no-store");
    }

    /// <summary>Adds a field.</summary>
    internal ResponseHead Add(string name, string value)
    {
        _ = text.Append(name).Append(": ").Append(value).Append("\r\n");
        return this;
    }

    /// <summary>The bytes, the empty line included.</summary>
    internal byte[] ToBytes() => Encoding.ASCII.GetBytes(text.ToString() + "\r\n");
}
