namespace Lobsterd.Host.Images.Building;

/// <summary>The external programs of image builds, absolute paths.</summary>
public sealed record BuildPrograms
{
    /// <summary>Makes a squashfs of a tar archive; package squashfs-tools.</summary>
    public string Mksquashfs { get; init; } = "/usr/bin/mksquashfs";

    /// <summary>Installs a Debian base; package mmdebstrap.</summary>
    public string Mmdebstrap { get; init; } = "/usr/bin/mmdebstrap";

    /// <summary>Runs a program in namespaces of its own; package util-linux.</summary>
    public string Unshare { get; init; } = "/usr/bin/unshare";

    /// <summary>Tells how the host's apt is set up; package apt.</summary>
    public string AptConfig { get; init; } = "/usr/bin/apt-config";
}
