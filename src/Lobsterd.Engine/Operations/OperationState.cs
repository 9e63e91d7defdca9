namespace Lobsterd.Engine.Operations;

/// <summary>Where an operation stands.</summary>
public enum OperationState
{
    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It did what it was asked.</summary>
    Succeeded,

    /// <summary>It did not, and left nothing behind unless its error says otherwise.</summary>
    Failed,
}
