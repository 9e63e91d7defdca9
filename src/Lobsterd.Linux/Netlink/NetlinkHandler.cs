namespace Lobsterd.Linux.Netlink;

/// <summary>Takes one message of an answer.</summary>
/// <param name="type">Its type.</param>
/// <param name="payload">What stands behind the message header; valid during the call only.</param>
internal delegate void NetlinkHandler(ushort type, ReadOnlySpan<byte> payload);
