namespace Lobsterd.Linux.Netlink;

/// <summary>The <c>NLM_F_</c> flags of a message (linux/netlink.h).</summary>
internal static class MessageFlags
{
    internal const ushort Request = 0x1;
    internal const ushort Acknowledge = 0x4;

    /// <summary>The tables changed while they were dumped: what was read is not one moment's truth.</summary>
    internal const ushort DumpInterrupted = 0x10;

    internal const ushort Replace = 0x100;
    internal const ushort Exclusive = 0x200;
    internal const ushort Create = 0x400;
    internal const ushort Dump = 0x300;

    /// <summary>In a refusal: the request is not repeated behind its header.</summary>
    internal const ushort Capped = 0x100;

    /// <summary>In a refusal: attributes follow that explain it.</summary>
    internal const ushort HasAttributes = 0x200;
}
