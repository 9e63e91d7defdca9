using System.Globalization;
using System.Text;

namespace Lobsterd.Cli.Client;

/// <summary>One request to the service.</summary>
/// <param name="Method">GET, POST or DELETE.</param>
/// <param name="Path">Of the API, escaped.</param>
internal sealed record ReefRequest(string Method, string Path)
{
    /// <summary>JSON; null for none.</summary>
    internal byte[]? Body { get; init; }

    /// <summary>Whether the answer comes at once and whole, so that it is waited for and nothing else is done.</summary>
    internal bool IsBrief { get; init; }

    /// <summary>Further headers.</summary>
    internal IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The request as it goes over the wire: head and body in one piece, so that one write does.</summary>
    internal byte[] ToBytes()
    {
        var head = new StringBuilder(256);
        _ = head.Append(CultureInfo.InvariantCulture, $"{Method} {Path} HTTP/1.1\r\nHost: lobsterd\r\n");
        foreach (var (name, value) in Headers) _ = head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (Body is not null) _ = head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {Body.Length}\r\n");
        else if (Method == "POST") _ = head.Append("Content-Length: 0\r\n");
        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. Body ?? []];
    }
}
