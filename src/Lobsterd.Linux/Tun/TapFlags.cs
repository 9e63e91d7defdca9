namespace Lobsterd.Linux.Tun;

/// <summary>How frames are read from and written to an opened TAP (linux/if_tun.h).</summary>
[Flags]
public enum TapFlags : ushort
{
    /// <summary>Bare Ethernet frames.</summary>
    None = 0,

    /// <summary>A <c>struct virtio_net_hdr</c> stands before each frame, so that checksums and large segments may be left to the other side.</summary>
    VirtioHeader = 0x4000,
}
