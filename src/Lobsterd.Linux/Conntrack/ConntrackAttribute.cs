namespace Lobsterd.Linux.Conntrack;

/// <summary>Message types and attributes of ctnetlink (the <c>IPCTNL_</c> and <c>CTA_</c> numbers of linux/netfilter/nfnetlink_conntrack.h).</summary>
internal static class ConntrackAttribute
{
    /// <summary>NFNL_SUBSYS_CTNETLINK and IPCTNL_MSG_CT_DELETE</summary>
    internal const ushort Delete = 0x102;

    internal const ushort Mark = 8;
    internal const ushort MarkMask = 21;
}
