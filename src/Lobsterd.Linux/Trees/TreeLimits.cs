namespace Lobsterd.Linux.Trees;

/// <summary>Bounds of a tree in a stream.</summary>
public static class TreeLimits
{
    /// <summary>Most levels of folders.</summary>
    public const int MostLevels = 128;

    /// <summary>Most files, folders and things passed over together.</summary>
    public const int MostEntries = 2_000_000;

    /// <summary>Longest name in bytes; NAME_MAX of limits.h.</summary>
    public const int MostNameBytes = 255;

    /// <summary>Longest piece of a file.</summary>
    public const int MostPieceBytes = 64 << 10;

    /// <summary>Most names of skipped things that are remembered; they are all counted.</summary>
    public const int MostSkippedNames = 100;

    /// <summary>Most bytes of content unless more is asked for: 64 GiB.</summary>
    public const long UsualBytes = 64L << 30;

    internal const int HeadBytes = 4;

    /// <summary>rwx of owner, group and others: no set-id bit and no sticky bit ever crosses.</summary>
    internal const int ModeBits = 0x1FF;

    internal static ReadOnlySpan<byte> Magic => "LBT1"u8;
}
