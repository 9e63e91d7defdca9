using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Tun;

namespace Lobsterd.Tests.Host.Network;

/// <summary>A place with one card, <c>eth0</c>, wired to an interface of the host's.</summary>
internal sealed class FarEnd : IAsyncDisposable
{
    private FarEnd(NetPlace place, Wire wire) => (Place, Wire) = (place, wire);

    internal NetPlace Place { get; }

    internal Wire Wire { get; }

    /// <summary>Opens the host's TAP and wires a new place to it.</summary>
    /// <param name="tap">The host's interface, which is there.</param>
    /// <param name="mac">The card's address.</param>
    /// <param name="furnish">What the card has besides, by its number.</param>
    internal static async Task<FarEnd> PlugInAsync(string tap, string mac, Func<int, RtBatch> furnish)
    {
        var hostEnd = Tap.Open(tap, TapFlags.None).Succeed();
        var place = new NetPlace(tap);
        return new FarEnd(place, new Wire(hostEnd, await place.DoAsync(() => Card(mac, furnish))));
    }

    /// <summary>Sends what no kernel would send for it.</summary>
    internal void Inject(ReadOnlySpan<byte> frame) => Wire.Inject(frame);

    public async ValueTask DisposeAsync()
    {
        await Wire.DisposeAsync();
        Place.Dispose();
    }

    /// <summary>Applies changes in the calling thread's namespace; fails the test with the kernel's words.</summary>
    internal static void Apply(RtBatch batch)
    {
        using var kernel = RtNetlink.Open().Value;
        kernel.Apply(batch).Succeed();
    }

    private static Fd Card(string mac, Func<int, RtBatch> furnish)
    {
        Tap.Create("eth0", owner: 0).Succeed();
        var index = RtNetlink.IndexOf("eth0").Value;
        var far = Tap.Open("eth0", TapFlags.None).Value;
        Apply(new RtBatch().ChangeLink(index, new LinkChange { Mac = HardwareAddress.Parse(mac), AutomaticLinkLocal = false, Up = true }));
        Apply(furnish(index));
        return far;
    }
}
