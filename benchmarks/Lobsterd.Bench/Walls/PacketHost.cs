using System.Diagnostics;
using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Network;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Tun;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Walls;

/// <summary>A host with tenants, their TAPs plugged in, the wall up, and an uplink whose far end answers; in a network namespace of its own. Guests and far end are
/// this process, so what is measured is the host's kernel and nothing else.</summary>
internal sealed class PacketHost : IDisposable
{
    private const int WorkloadPort = 9_000;
    private const int PayloadBytes = 64;
    private const int MostFrameBytes = 2_048;
    private const int LongestAnswerMs = 1_000;
    private const int UplinkPrefix = 24;
    private const string Uplink = "wan0";
    private const string FarMac = "02:00:5e:00:53:02";

    private static readonly IPAddress Here = IPAddress.Parse("198.51.100.1");
    private static readonly IPEndPoint Far = new(IPAddress.Parse("198.51.100.2"), 7_000);

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("lob-packets-");
    private readonly NetNamespace network = NetNamespace.Create();
    private readonly NetworkPlan plan;
    private readonly TenantNetwork tenants;
    private readonly List<Fd> guests = [];
    private readonly byte[] frame = new byte[MostFrameBytes];
    private readonly Random random = new(1);
    private Fd uplink = null!;

    private PacketHost(NetworkConfig config)
    {
        plan = NetworkPlan.Parse(config.Pool).Require();
        tenants = network.Run(() => new TenantNetwork(new LobsterdPaths(root.FullName), plan, config));
    }

    /// <summary>Makes such a host.</summary>
    /// <param name="firewall">What keeps its wall: a word of <see cref="NetworkConfig.Firewall"/>.</param>
    /// <param name="count">How many tenants it has.</param>
    internal static Result<PacketHost, LobsterError> Create(string firewall, int count)
    {
        var host = new PacketHost(new NetworkConfig { Firewall = firewall });
        if (!host.network.RunToEnd(() => host.FillAsync(count)).TryGetError(out var error)) return host;
        host.Dispose();
        return error;
    }

    /// <summary>How long so many datagrams of one tenant, whichever, take to the far end and back through the host, one after the other, in ms.</summary>
    internal Result<double, LobsterError> RoundTripsMs(int count)
    {
        var slot = random.Next(guests.Count);
        var asked = Datagram.Of((MacAddress.Guest, MacAddress.Host), new IPEndPoint(plan.GuestAddressOf(new Slot(slot)), 40_000), Far, PayloadBytes);
        // The first of a connection is another thing than those behind it.
        if (RoundTrip(guests[slot], asked).TryGetError(out var error)) return error;
        var start = Stopwatch.GetTimestamp();
        for (var trip = 0; trip < count; trip++)
            if (RoundTrip(guests[slot], asked).TryGetError(out error)) return error;
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = network.RunToEnd(async () =>
        {
            await tenants.DisposeAsync();
            return 0;
        });
        foreach (var guest in guests) guest.Dispose();
        uplink?.Dispose();
        network.Dispose();
        root.Delete(recursive: true);
    }

    private static Result<Fd, LobsterError> Plug(string tap) => Tap.Open(tap, TapFlags.None).Check(end => end.SetNonBlocking());

    private async Task<UnitResult<LobsterError>> FillAsync(int count)
    {
        if (RaiseUplink().TryGetError(out var error) || (await tenants.EnsureBaseAsync(CancellationToken.None)).TryGetError(out error)) return error;
        for (var number = 0; number < count; number++)
        {
            var owner = new VmOwner(Guid.CreateVersion7(), TenantName.Parse($"t{number}").Require(), new Slot(number));
            if ((await tenants.AttachAsync(new AttachNetworkInput(owner, [WorkloadPort]), CancellationToken.None)).TryGetError(out error)) return error;
            if (Plug(NetworkPlan.TapOf(owner.Slot)).TryGetError(out error, out var guest)) return error;
            guests.Add(guest);
        }

        return UnitResult.Success<LobsterError>();
    }

    private UnitResult<LobsterError> RaiseUplink()
    {
        if (Tap.Create(Uplink, owner: 0).TryGetError(out var error) || Plug(Uplink).TryGetError(out error, out var plugged)) return error;
        uplink = plugged;
        using var kernel = RtNetlink.Open().Require();
        var index = RtNetlink.IndexOf(Uplink).Require();
        return kernel.Apply(new RtBatch()
            .ChangeLink(index, new LinkChange { Up = true })
            .AddAddress(new LinkAddress(index, Here, UplinkPrefix))
            .AddNeighbour(new Neighbour(index, Far.Address, HardwareAddress.Parse(FarMac))));
    }

    private UnitResult<LobsterError> RoundTrip(Fd guest, byte[] asked)
    {
        if (guest.Write(asked).TryGetError(out var error) || Receive(uplink).TryGetError(out error, out var length)) return error;
        Datagram.TurnRound(frame.AsSpan(0, length));
        if (uplink.Write(frame.AsSpan(0, length)).TryGetError(out error)) return error;
        return Receive(guest).Bind(answered => UnitResult.SuccessIf(answered == asked.Length, new LobsterError(BenchErrors.SampleFailed, $"{answered} bytes came back of {asked.Length}")));
    }

    // The kernel forwards a frame while it is written, so it is here as a rule; where it was put off to another processor, it is waited for.
    private Result<int, LobsterError> Receive(Fd end)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < LongestAnswerMs)
        {
            if (end.Read(frame).TryGetError(out var error, out var length)) return error;
            if (length is { } bytes && Datagram.IsIn(frame.AsSpan(0, bytes))) return bytes;
        }

        return new LobsterError(BenchErrors.SampleFailed, "a datagram did not come through");
    }
}
