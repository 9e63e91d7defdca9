using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Routing;

/// <summary>What the edge allows a guest, the same for all.</summary>
/// <param name="ConnectTimeout">Longest time to open a connection.</param>
/// <param name="ActivityTimeout">Longest silence of a connection of which one direction has ended.</param>
/// <param name="MaxHeaderBytes">Largest total of a response's headers.</param>
/// <param name="MaxInFlight">Most passages of one tenant at the same time.</param>
internal sealed record GuestBounds(TimeSpan ConnectTimeout, TimeSpan ActivityTimeout, int MaxHeaderBytes, int MaxInFlight)
{
    public static GuestBounds Of(EdgeOptions options) =>
        new(
            TimeSpan.FromMilliseconds(options.ConnectTimeoutMs), TimeSpan.FromMilliseconds(options.ActivityTimeoutMs),
            options.MaxHeaderBytes, options.MaxInFlightPerTenant);
}
