namespace Lobsterd.Host.Jail;

/// <summary>A VMM and the files of the host that it cannot do without.</summary>
public sealed record JailedProgram
{
    /// <summary>Absolute path. Its libraries are found by themselves.</summary>
    public required string Path { get; init; }

    /// <summary>Libraries that it opens by path at run time, e.g. QEMU's <c>accel-tcg-x86_64.so</c>.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Folders of data that it reads, e.g. QEMU's ROMs.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Devices that it opens, e.g. <c>/dev/kvm</c>; it gets the groups that they belong to.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];
}
