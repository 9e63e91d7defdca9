namespace Lobsterd.Linux.Netlink;

/// <summary>Attributes of an address message (the <c>IFA_</c> numbers of linux/if_addr.h).</summary>
internal static class AddressAttribute
{
    internal const ushort Address = 1;
    internal const ushort Local = 2;
    internal const ushort Flags = 8;

    /// <summary>IFA_F_NODAD</summary>
    internal const uint SkipDuplicateDetection = 0x2;
}
