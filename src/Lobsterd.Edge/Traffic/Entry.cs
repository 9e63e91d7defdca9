namespace Lobsterd.Edge.Traffic;

/// <summary>What a tenant's gate says to one that wants to pass.</summary>
internal enum Entry
{
    /// <summary>It is in, and must leave.</summary>
    Entered,

    /// <summary>The tenant has as much in flight as it may.</summary>
    Full,

    /// <summary>The tenant sleeps; it may wait.</summary>
    Parked,

    /// <summary>Another edge serves the tenant.</summary>
    Moved,
}
