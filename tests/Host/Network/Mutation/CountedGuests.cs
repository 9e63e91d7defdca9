using System.Globalization;
using System.Net;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>Two guests of whom one sends something out into the world: the wall counts that, as long as it counts, and nothing else.</summary>
internal sealed class CountedGuests(NetSandbox sandbox, Guest sender, Guest silent) : IWorld
{
    private const int Ear = 7_000;
    private const int Datagrams = 5;

    private int port = 20_000;

    /// <inheritdoc/>
    public NetSandbox Sandbox => sandbox;

    internal static async Task<CountedGuests> StartAsync(NetSandbox sandbox) =>
        new(sandbox, await sandbox.MoveInAsync("sender", 0), await sandbox.MoveInAsync("silent", 1));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> TryAllAsync()
    {
        port++;
        var before = await ReadAsync();
        for (var i = 0; i < Datagrams; i++) sender.Inject(sender.To(Outside.Public).Udp(port, Ear, "x"));
        silent.Inject(silent.To(IPAddress.Parse(Outside.Forbidden[0])).Udp(port, Ear, "x"));
        var after = await ReadAsync();
        return [Told("who sends", sender, before, after), Told("who is silent", silent, before, after)];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    private async Task<IReadOnlyDictionary<Slot, ulong>> ReadAsync() => (await ((IOutwardTraffic)sandbox.Network).ReadAsync(CancellationToken.None)).Succeed();

    private static string Told(
        string who, Guest guest, IReadOnlyDictionary<Slot, ulong> before, IReadOnlyDictionary<Slot, ulong> after) =>
        string.Create(CultureInfo.InvariantCulture, $"{who} has sent {after.GetValueOrDefault(guest.Owner.Slot) - before.GetValueOrDefault(guest.Owner.Slot)}");
}
