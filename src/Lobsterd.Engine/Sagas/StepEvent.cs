namespace Lobsterd.Engine.Sagas;

/// <summary>What the journal says happened to a step.</summary>
public enum StepEvent
{
    /// <summary>It is about to be done, for the first time or again.</summary>
    Started,

    /// <summary>It was done; its output is in the line.</summary>
    Succeeded,

    /// <summary>It failed; the error's code is in the line.</summary>
    Failed,

    /// <summary>It is about to be undone, for the first time or again.</summary>
    UndoStarted,

    /// <summary>It was undone.</summary>
    UndoFinished,

    /// <summary>It could not be undone; the error's code is in the line.</summary>
    UndoFailed,
}
