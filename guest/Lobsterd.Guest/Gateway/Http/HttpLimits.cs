namespace Lobsterd.Guest.Gateway.Http;

/// <summary>The bounds of the demo gateway's HTTP server.</summary>
internal static class HttpLimits
{
    /// <summary>Longest request line and header section together, in bytes.</summary>
    internal const int MostHeadBytes = 16 << 10;

    /// <summary>Longest request target in bytes.</summary>
    internal const int MostTargetBytes = 8 << 10;

    /// <summary>Longest method in bytes.</summary>
    internal const int MostMethodBytes = 32;

    /// <summary>Most header fields of a request.</summary>
    internal const int MostFields = 64;

    /// <summary>Longest line that starts a chunk, and longest trailer section, in bytes.</summary>
    internal const int MostChunkLineBytes = 256;

    /// <summary>How much of a body that nobody read is read away to keep the connection, in bytes.</summary>
    internal const int MostDrainedBytes = 64 << 10;

    /// <summary>Connections served at the same time; further ones wait in the kernel's queue.</summary>
    internal const int MostConnections = 256;

    /// <summary>Longest time from a connection's or a request's first byte to its whole head.</summary>
    internal static readonly TimeSpan HeadTime = TimeSpan.FromSeconds(10);

    /// <summary>Longest silence between two requests, and within a body.</summary>
    internal static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(60);
}
