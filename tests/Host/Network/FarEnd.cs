using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Tun;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>A place with one card, <c>eth0</c>, wired to an interface of the host's.</summary>
internal sealed class FarEnd : IAsyncDisposable
{
    private const string CardName = "eth0";

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
        var end = new FarEnd(place, new Wire(hostEnd, await place.DoAsync(() => Card(mac, furnish))));
        Assert.True(await Eventually.HoldsAsync(() => place.DoAsync(() => IsRunning(CardName)), TestContext.Current.CancellationToken), $"the card at {tap} passes nothing");
        return end;
    }

    /// <summary>Waits until an interface of the host's that is plugged in and on passes packets: a kernel that is busy takes its time, and drops what comes before.</summary>
    internal static async Task WaitRunningAsync(string tap) =>
        Assert.True(await Eventually.HoldsAsync(() => IsRunning(tap), TestContext.Current.CancellationToken), $"{tap} passes nothing");

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

    private static bool IsRunning(string name)
    {
        using var kernel = RtNetlink.Open().Succeed();
        return kernel.FindLink(name).Succeed()!.Flags.HasFlag(LinkFlags.Running);
    }

    private static Fd Card(string mac, Func<int, RtBatch> furnish)
    {
        Tap.Create(CardName, owner: 0).Succeed();
        var index = RtNetlink.IndexOf(CardName).Value;
        var far = Tap.Open(CardName, TapFlags.None).Value;
        Apply(new RtBatch().ChangeLink(index, new LinkChange { Mac = HardwareAddress.Parse(mac), AutomaticLinkLocal = false, Up = true }));
        Apply(furnish(index));
        return far;
    }
}
