using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Lobsterd.Daemon.Composition;

/// <summary>What a client of the API may cost, whichever door it comes by.</summary>
internal static class ServerLimits
{
    private const int LargestBody = 1 << 20;
    private const int MostConnections = 4_096;

    // A head that takes longer is nobody's who means well; the others are Kestrel's own: a body comes at 240 bytes a second at least.
    private static readonly TimeSpan LongestHead = TimeSpan.FromSeconds(10);

    internal static void Set(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.RequestHeadersTimeout = LongestHead;
    }
}
