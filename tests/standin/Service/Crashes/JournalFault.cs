namespace Lobsterd.Standin.Service.Crashes;

/// <summary>What may go wrong with one write to a journal.</summary>
internal enum JournalFault
{
    /// <summary>The service is killed before the line is written: what it tells of has happened and nobody knows.</summary>
    KillBefore,

    /// <summary>The service is killed after the line is written.</summary>
    KillAfter,

    /// <summary>The line is not written, as on a full disk; the step counts as failed.</summary>
    Fail,
}
