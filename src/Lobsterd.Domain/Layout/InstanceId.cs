using System.Globalization;
using System.Text;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Domain.Layout;

/// <summary>What keeps two roots on one host apart: their UID ranges and cgroup names, both a function of the root's path.</summary>
/// <remarks>UIDs: 8,188 ranges of 32,768 from 0x70000000 to below 0x7FFE0000, the first for the root <c>/</c>, between what systemd gives to
/// containers and its foreign range (<see href="https://systemd.io/UIDS-GIDS/"/>). Offset 0 is unused, 1 the edge, 2 Caddy, 16 + n
/// slot n; behind the slots, the seats of VMMs that have waited.</remarks>
public sealed record InstanceId
{
    private const uint FirstUid = 0x7000_0000;
    private const uint UidsPerInstance = 32_768;
    private const uint OtherRoots = 8_187;
    private const uint FirstSlotOffset = 16;

    private readonly uint baseUid;

    /// <summary>Derives the id of a root.</summary>
    /// <param name="root">Absolute, without trailing slash but for <c>/</c> itself.</param>
    public InstanceId(string root)
    {
        var hash = Fnv1a(root);
        Name = root == "/" ? "lobsterd" : string.Create(CultureInfo.InvariantCulture, $"lobsterd-{hash:x8}");
        baseUid = FirstUid + (root == "/" ? 0 : UidsPerInstance * (1 + (hash % OtherRoots)));
    }

    /// <summary>Name of cgroups and other host-wide things: <c>lobsterd</c> for the root <c>/</c>, else <c>lobsterd-</c> and eight hex digits.</summary>
    public string Name { get; }

    /// <summary>UID and GID of the edge.</summary>
    public uint EdgeUid => baseUid + 1;

    /// <summary>UID and GID of our own Caddy.</summary>
    public uint CaddyUid => baseUid + 2;

    /// <summary>The UIDs of all VMMs, whatever seat they sit in, the last one included.</summary>
    public (uint First, uint Last) VmmUids => (baseUid + FirstSlotOffset, baseUid + UidsPerInstance - 1);

    /// <summary>How many seats there are behind the slots.</summary>
    public static int SeatsBeyondSlots => (int)(UidsPerInstance - FirstSlotOffset) - Seat.First;

    /// <summary>UID and GID of a slot's disk, and of a VMM that was started for it.</summary>
    public uint UidOf(Tenants.Slot slot) => UidOf(Seat.Of(slot));

    /// <summary>UID and GID of the VMM in a seat.</summary>
    public uint UidOf(Seat seat) => VmmUids.First + (uint)seat.Number;

    /// <summary>The slot that a UID belongs to; null when it is none of this instance's slots.</summary>
    public Tenants.Slot? SlotOf(uint uid) =>
        SeatOf(uid) is { IsBeyondSlots: false } seat ? new Tenants.Slot(seat.Number) : null;

    /// <summary>The seat that a UID belongs to; null when it is no VMM's of this instance.</summary>
    public Seat? SeatOf(uint uid) => uid >= VmmUids.First && uid <= VmmUids.Last ? new Seat((int)(uid - VmmUids.First)) : null;

    private static uint Fnv1a(string text)
    {
        var hash = 2_166_136_261u;
        foreach (var b in Encoding.UTF8.GetBytes(text)) hash = (hash ^ b) * 16_777_619u;
        return hash;
    }
}
