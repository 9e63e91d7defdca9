namespace Lobsterd.Guest.Workload;

/// <summary>What can happen to a workload.</summary>
internal enum WorkloadEvent
{
    /// <summary>The VM was claimed, and the claim says what to run.</summary>
    Claimed,

    /// <summary>Someone wants it to run.</summary>
    StartRequested,

    /// <summary>Someone wants it not to run.</summary>
    StopRequested,

    /// <summary>Its process was made.</summary>
    Spawned,

    /// <summary>Its process could not be made.</summary>
    SpawnFailed,

    /// <summary>Its process ended.</summary>
    Exited,

    /// <summary>The pause before another try is over.</summary>
    PauseOver,
}
