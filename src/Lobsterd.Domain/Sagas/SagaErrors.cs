using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Sagas;

/// <summary>The ways in which running a saga can fail beside the failures of its steps.</summary>
public static class SagaErrors
{
    /// <summary>The journal could not be written; nothing was done after it.</summary>
    public static readonly ErrorCode JournalFailed = new("saga.journal.failed", ErrorKind.Bug);

    /// <summary>A journal breaks the order of events or cannot be read; its saga is left alone and told.</summary>
    public static readonly ErrorCode JournalDamaged = new("saga.journal.damaged", ErrorKind.Bug);

    /// <summary>A step could not be undone; what it left must be looked at by a person.</summary>
    public static readonly ErrorCode Stuck = new("saga.undo.stuck", ErrorKind.Bug);

    /// <summary>The saga was cancelled, and what it had done was undone.</summary>
    public static readonly ErrorCode Cancelled = new("saga.run.cancelled", ErrorKind.Conflict);

    /// <summary>A step threw instead of answering: a bug, told with its type and message; what was done was undone.</summary>
    public static readonly ErrorCode StepBroken = new("saga.step.broken", ErrorKind.Bug);
}
