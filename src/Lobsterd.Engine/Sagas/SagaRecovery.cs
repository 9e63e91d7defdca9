namespace Lobsterd.Engine.Sagas;

/// <summary>What a service that starts does with a saga that an earlier one left half done.</summary>
public enum SagaRecovery
{
    /// <summary>Repeats what was begun and goes on; unwinds when that fails.</summary>
    Forward,

    /// <summary>Repeats what was begun and goes on; when that fails it stops where it is, since nothing of it can be undone.</summary>
    ForwardOnly,

    /// <summary>Undoes it.</summary>
    Unwind,
}
