namespace Lobsterd.Guest.Gateway.Http;

/// <summary>A request's line and header fields, checked.</summary>
internal sealed record RequestHead
{
    /// <summary>The method, e.g. <c>GET</c>; case matters.</summary>
    internal required string Method { get; init; }

    /// <summary>The target up to its question mark, percent-encoding as it came; starts with a slash.</summary>
    internal required string Path { get; init; }

    /// <summary>The target after its question mark; empty when there is none.</summary>
    internal required string Query { get; init; }

    /// <summary>Whether it is HTTP/1.1; else it is HTTP/1.0.</summary>
    internal required bool IsVersion11 { get; init; }

    /// <summary>The header fields.</summary>
    internal required HeaderFields Fields { get; init; }

    /// <summary>How the body is delimited.</summary>
    internal required BodyFraming Body { get; init; }

    /// <summary>Whether the client wants another request on the same connection.</summary>
    internal bool WantsKeepAlive => IsVersion11 && !Fields.Has("Connection", "close");

    /// <summary>The first value of a query parameter, decoded; null when it is absent.</summary>
    internal string? QueryValue(string name)
    {
        foreach (var pair in Query.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0 && pair.AsSpan(0, equals).SequenceEqual(name)) return Uri.UnescapeDataString(pair[(equals + 1)..]);
        }

        return null;
    }
}
