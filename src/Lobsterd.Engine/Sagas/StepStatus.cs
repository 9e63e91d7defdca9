namespace Lobsterd.Engine.Sagas;

/// <summary>Where a step stands: a pure fold over its <see cref="StepEvent"/>s.</summary>
public enum StepStatus
{
    /// <summary>The journal has no line of it.</summary>
    NotStarted,

    /// <summary>It was begun; what it did is unknown.</summary>
    Begun,

    /// <summary>It was done.</summary>
    Done,

    /// <summary>It failed; what it did before is unknown.</summary>
    Failed,

    /// <summary>Its undo was begun; what is left is unknown.</summary>
    Undoing,

    /// <summary>Nothing of it is left.</summary>
    Undone,

    /// <summary>Its undo failed.</summary>
    Stuck,
}
