namespace Lobsterd.Guest.Workload;

/// <summary>Where a workload is in its life; the picture is in this folder's README.</summary>
internal enum WorkloadState
{
    /// <summary>The VM has no tenant, so there is nothing to run.</summary>
    None,

    /// <summary>It does not run, and nobody wants it to.</summary>
    Stopped,

    /// <summary>Its process is about to be made.</summary>
    Starting,

    /// <summary>Its process exists.</summary>
    Running,

    /// <summary>Its process ended by itself, or could not be made; it is tried again after a pause.</summary>
    BackingOff,

    /// <summary>Its process was told to end.</summary>
    Stopping,
}
