namespace Lobsterd.Domain.Snapshots;

/// <summary>Why a snap was taken.</summary>
public enum SnapCause
{
    /// <summary>Somebody asked for it.</summary>
    Request,

    /// <summary>A restore that was to keep the disk that it replaced.</summary>
    Restore,

    /// <summary>A schedule wanted it.</summary>
    Schedule,
}
