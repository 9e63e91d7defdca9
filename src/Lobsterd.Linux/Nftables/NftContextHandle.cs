using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Linux.Nftables;

/// <summary>An owned <c>struct nft_ctx</c>.</summary>
internal sealed class NftContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    internal NftContextHandle(nint context)
        : base(ownsHandle: true) =>
        SetHandle(context);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NftablesCalls.Free(handle);
        return true;
    }
}
