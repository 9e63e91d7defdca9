using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Network;

/// <summary>Everything about a tenant's network as a pure function of its slot.</summary>
public sealed class NetworkPlan
{
    /// <summary>Prefix length of a tenant's subnet.</summary>
    public const int TenantPrefix = 30;

    private readonly uint network;

    private NetworkPlan(string pool, uint network, int slots)
    {
        Pool = pool;
        this.network = network;
        Slots = slots;
    }

    /// <summary>The pool in CIDR form, e.g. <c>10.66.0.0/16</c>.</summary>
    public string Pool { get; }

    /// <summary>How many slots the pool has: 16,384 in a /16.</summary>
    public int Slots { get; }

    /// <summary>How many of them tenants get: all but the builder's.</summary>
    public int TenantSlots => Slots - 1;

    /// <summary>The last slot: that of the anonymous VM from which a template is taken.</summary>
    public Slot BuilderSlot => new(Slots - 1);

    /// <summary>Checks a pool.</summary>
    /// <param name="pool">IPv4 CIDR with host bits zero, prefix length 8 to 28, outside of what has a meaning of its own (this host, loopback,
    /// link-local, multicast and beyond); at most a /16's worth of slots is used.</param>
    /// <error code="network.pool.invalid">It is not such a network.</error>
    public static Result<NetworkPlan, LobsterError> Parse(string pool)
    {
        var slash = pool.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0
            || !IPAddress.TryParse(pool.AsSpan(0, slash), out var address)
            || address.AddressFamily != AddressFamily.InterNetwork
            || address.ToString() != pool[..slash]
            || !int.TryParse(pool.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            || prefix is < 8 or > 28
            || pool[slash + 1] == '0')
            return Refuse(pool);

        var bits = ToBits(address);
        if ((bits & (uint.MaxValue >> prefix)) != 0 || IsReserved(bits)) return Refuse(pool);
        return new NetworkPlan(pool, bits, 1 << Math.Min(TenantPrefix - prefix, 14));
    }

    /// <summary>The TAP's name on the host, e.g. <c>lob7</c>; at most 15 bytes by construction.</summary>
    public static string TapOf(Slot slot) => string.Create(CultureInfo.InvariantCulture, $"lob{slot.Number}");

    /// <summary>The slot that a TAP name belongs to; null when the name is not one of ours.</summary>
    public static Slot? SlotOf(string tap) =>
        tap.StartsWith("lob", StringComparison.Ordinal)
        && int.TryParse(tap.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && TapOf(new Slot(number)) == tap
            ? new Slot(number)
            : null;

    /// <summary>The host's address on the tenant's TAP: the guest's gateway.</summary>
    public IPAddress HostAddressOf(Slot slot) => FromBits(SubnetBits(slot) + 1);

    /// <summary>The guest's address.</summary>
    public IPAddress GuestAddressOf(Slot slot) => FromBits(SubnetBits(slot) + 2);

    /// <summary>The slot whose guest has an address; null when it is no guest's.</summary>
    public Slot? SlotOfGuest(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetwork) return null;
        var offset = (long)ToBits(address) - network;
        return offset >= 0 && offset < (long)Slots * 4 && offset % 4 == 2 ? new Slot((int)(offset / 4)) : null;
    }

    private uint SubnetBits(Slot slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot.Number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot.Number, Slots);
        return network + ((uint)slot.Number * 4);
    }

    // A pool is used from its first address on, a /16's worth at most, so that address decides.
    private static bool IsReserved(uint first) => first >> 24 is 0 or 127 or >= 224 || first >> 16 == 0xA9FE;

    private static LobsterError Refuse(string pool) =>
        new(NetworkErrors.PoolInvalid, $"'{pool}' is not a usable address pool", "use an IPv4 network such as 10.66.0.0/16, prefix length 8 to 28");

    private static uint ToBits(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        _ = address.TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private static IPAddress FromBits(uint bits)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, bits);
        return new IPAddress(bytes);
    }
}
