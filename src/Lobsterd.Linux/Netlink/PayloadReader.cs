namespace Lobsterd.Linux.Netlink;

/// <summary>Reads what one message tells; null when it tells nothing of use.</summary>
/// <param name="payload">What stands behind the message header; valid during the call only.</param>
internal delegate T? PayloadReader<out T>(ReadOnlySpan<byte> payload)
    where T : class;
