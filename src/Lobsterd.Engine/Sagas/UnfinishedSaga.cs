namespace Lobsterd.Engine.Sagas;

/// <summary>A saga that an earlier service left half done.</summary>
/// <param name="Head">The journal's first line.</param>
/// <param name="Lines">The others.</param>
public sealed record UnfinishedSaga(SagaHead Head, IReadOnlyList<SagaLine> Lines)
{
    /// <summary>Whether a step was done; what is done is not repeated.</summary>
    public bool HasDone(string step) => Lines.Any(line => line.Step == step && line.Event == StepEvent.Succeeded);
}
