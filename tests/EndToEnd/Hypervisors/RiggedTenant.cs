using System.Globalization;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Netlink;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>One tenant of a rig, and what its guest has done so far.</summary>
public sealed class RiggedTenant(HypervisorRig rig, VmOwner owner, string disk) : IAsyncDisposable
{
    private const string Tick = "tick ";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    public VmOwner Owner => owner;

    public BootVmInput Input { get; } = new() { Owner = owner, Size = HypervisorRig.Size, Image = TinyGuest.Hash, OverlayPath = disk };

    /// <summary>The numbers that the guest has told.</summary>
    public IReadOnlyList<int> Counts =>
        [.. rig.ConsoleOf(owner).Split('\n', StringSplitOptions.TrimEntries)[..^1]
            .Where(line => line.StartsWith(Tick, StringComparison.Ordinal))
            .Select(line => int.Parse(line.AsSpan(Tick.Length), CultureInfo.InvariantCulture))];

    /// <summary>The last number that the guest has told; 0 before the first.</summary>
    public int Count => Counts is [.., var last] ? last : 0;

    public async ValueTask DisposeAsync()
    {
        Assert.True((await rig.Driver.KillAsync(owner, CancellationToken.None)).IsSuccess);
        using var route = RtNetlink.Open().Value;
        var index = RtNetlink.IndexOf(NetworkPlan.TapOf(owner.Slot)).Value;
        Assert.True(route.Apply(new RtBatch().DeleteLink(index)).IsSuccess);
    }

    /// <summary>Waits until the guest has counted so far.</summary>
    public async Task<int> CountAsync(int atLeast)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Count < atLeast)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Longest, $"it has not counted to {atLeast}; its console:\n{rig.ConsoleOf(owner)}");
            await Task.Delay(Look, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return Count;
    }

    /// <summary>Makes its disk a copy of another, owned as a tenant's disk is.</summary>
    public void TakeDisk(string original) => File.Copy(original, disk, overwrite: true);
}
