namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>A raw disk over a file, as <c>-blockdev</c> would make it.</summary>
internal sealed record BlockdevAddArguments
{
    /// <summary>The node's driver.</summary>
    public string Driver { get; } = "raw";

    /// <summary>The node's name.</summary>
    public required string NodeName { get; init; }

    /// <summary>What lies below it.</summary>
    public required BlockdevFile File { get; init; }

    /// <summary>How it is cached.</summary>
    public BlockdevCache Cache { get; } = new();

    /// <summary>Whether the guest's discards reach the file.</summary>
    public string Discard { get; } = "unmap";
}

/// <summary>The file below a disk.</summary>
internal sealed record BlockdevFile
{
    /// <summary>The node's driver.</summary>
    public string Driver { get; } = "file";

    /// <summary>The node's name.</summary>
    public required string NodeName { get; init; }

    /// <summary>Its path: a set of descriptors.</summary>
    public required string Filename { get; init; }

    /// <summary>How it is cached.</summary>
    public BlockdevCache Cache { get; } = new();

    /// <summary>Whether discards make holes in it.</summary>
    public string Discard { get; } = "unmap";

    /// <summary>Who else may have it open.</summary>
    public required string Locking { get; init; }
}

/// <summary>Through the page cache, and the guest's flushes are flushes (<see cref="QemuCommandLine.Disk"/>).</summary>
internal sealed record BlockdevCache
{
    /// <summary>Past the page cache.</summary>
    public bool Direct { get; }

    /// <summary>Without flushes.</summary>
    public bool NoFlush { get; }
}
