using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>A guest that wants more connections than it may have: it holds too many, or begins too many. Another one each time, since what one had counts until it goes.</summary>
/// <remarks>One bound at a time: the kernel is slow to forget connections that were refused, so they would soon meet the other bound.</remarks>
/// <param name="sandbox">The host, whose configuration has one bound that is reached.</param>
/// <param name="holds">Whether it is the number that may be held.</param>
internal sealed class Crowds(NetSandbox sandbox, bool holds) : IWorld
{
    /// <summary>How many connections a guest may hold here.</summary>
    internal const int Most = 100;

    /// <summary>How many it may begin in a second, after a burst of eight times as many.</summary>
    internal const int Rate = 20;

    private const int Burst = 8 * Rate;
    private const int Portion = 40;
    private const int Ear = 7_000;
    private const int FirstClosed = 10_000;

    // One that a small burst would not let through, and not the last one either.
    private const int FarWithin = 110;
    private const int FirstOther = 4_000;

    // Four seconds' worth may be let through besides the burst: that many are not looked at.
    private const int Unsure = 4 * Rate;

    // Of a wall that lets refusals through, on a busy host; each that does not is waited for so long.
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromSeconds(4);

    private readonly Probe probe = new();
    private int round;

    /// <inheritdoc/>
    public NetSandbox Sandbox => sandbox;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> TryAllAsync()
    {
        var guest = await sandbox.MoveInAsync("crowd", round++);
        if (holds) Hold(guest);
        else await BeginAsync(guest);

        // What one has used up is nobody else's.
        var other = await sandbox.MoveInAsync("other", FirstOther + round);
        for (var i = 1; i <= Portion; i++)
        {
            var port = 20_000 + i;
            Send(other, i < Portion ? Try.Unsure : Try.BegunByAnother, frame => frame.Udp(port, Ear, "x"));
        }
        await sandbox.MoveOutAsync(other);
        var seen = probe.Take((_, number) => ((Try)number).ToString());
        await sandbox.MoveOutAsync(guest);
        return [.. seen.Where(line => line.StartsWith("went-out-as", StringComparison.Ordinal)).Select(line => line.Split(", ")[1])];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        probe.Dispose();
        return sandbox.DisposeAsync();
    }

    private static void Send(Guest guest, Try attempt, Func<FrameMaker, byte[]> write) =>
        guest.Inject(write(guest.To(Outside.Public) with { Id = (ushort)attempt, Service = attempt == Try.Unsure ? (byte)0 : Probe.Service }));

    private static void Hold(Guest guest)
    {
        for (var i = 0; i < Most + 20; i++)
        {
            var port = 20_000 + i;
            Send(guest, i < Most ? Try.HeldWithin : Try.HeldBeyond, frame => frame.Udp(port, Ear, "x"));
        }
        Send(guest, Try.HeldAgain, frame => frame.Udp(20_000, Ear, "x"));
    }

    // What is refused by the world is held no longer: the number that is begun is all that could stop it.
    private async Task BeginAsync(Guest guest)
    {
        // A port of this round's own: what a guest of an earlier one asked may come out of the wire only now.
        var closed = FirstClosed + round;
        sandbox.Outside.Wire.Forget();
        for (var i = 0; i < Burst + Unsure + Portion; i++)
        {
            var port = 20_000 + i;
            Send(guest, i == FarWithin ? Try.BegunFarWithin : i < Burst ? Try.BegunWithin : i < Burst + Unsure ? Try.Unsure : Try.BegunBeyond, frame => frame.Syn(port, closed));
            if (i % Portion != Portion - 1) continue;

            // Where refusals do not come back, what was begun is held, and fewer get through.
            if (await Eventually.HoldsAsync(() => Refused(guest) >= Asked(closed), TestContext.Current.CancellationToken, LongestRefusal)) continue;
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"round {round}: {i + 1} begun, {Asked(closed)} came out, {Refused(guest)} refusals came back; the world: {sandbox.Outside.Wire.State}; the guest: {guest.Wire.State}");
            return;
        }
    }

    private int Asked(int port) => sandbox.Outside.Wire.Heard.Count(packet => packet.DestinationPort == port);

    private static int Refused(Guest guest) => guest.Wire.Heard.Count(packet => (packet.TcpFlags & Packet.Reset) != 0);

    private enum Try
    {
        Unsure,
        HeldWithin,
        HeldBeyond,
        HeldAgain,
        BegunWithin,
        BegunFarWithin,
        BegunBeyond,
        BegunByAnother,
    }
}
