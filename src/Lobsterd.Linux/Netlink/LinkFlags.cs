namespace Lobsterd.Linux.Netlink;

/// <summary>What state an interface is in (the <c>IFF_</c> flags that we use, linux/if.h).</summary>
[Flags]
public enum LinkFlags : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Switched on.</summary>
    Up = 0x1,

    /// <summary>It is a loopback.</summary>
    Loopback = 0x8,

    /// <summary>It passes packets. The kernel gets there some time after <see cref="Carrier"/>; what is sent before is dropped without a word.</summary>
    Running = 0x40,

    /// <summary>Its neighbours are told, never asked for: no ARP, no neighbour discovery.</summary>
    NoArp = 0x80,

    /// <summary>Something is at the other end; a TAP has it while a program holds it open.</summary>
    Carrier = 0x1_0000,
}
