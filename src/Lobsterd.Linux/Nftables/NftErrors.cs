using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Nftables;

/// <summary>The ways in which work on nftables can fail.</summary>
public static class NftErrors
{
    /// <summary>The host has no libnftables, or it gives no context.</summary>
    public static readonly ErrorCode NotReady = new("nft.library.missing", ErrorKind.NotReady);

    /// <summary>A script was refused, by its grammar or by the kernel; nothing of it was done.</summary>
    public static readonly ErrorCode Refused = new("nft.script.refused", ErrorKind.Bug);
}
