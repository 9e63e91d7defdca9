namespace Lobsterd.Linux.Descriptors;

/// <summary>What a sealed memfd refuses (F_ADD_SEALS of fcntl(2)).</summary>
[Flags]
public enum MemfdSeals
{
    /// <summary>F_SEAL_SEAL: further seals.</summary>
    Seal = 1,

    /// <summary>F_SEAL_SHRINK: getting smaller.</summary>
    Shrink = 2,

    /// <summary>F_SEAL_GROW: getting larger.</summary>
    Grow = 4,

    /// <summary>F_SEAL_WRITE: changes of its content; private mappings stay possible.</summary>
    Write = 8,
}
