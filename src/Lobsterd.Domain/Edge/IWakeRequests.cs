namespace Lobsterd.Domain.Edge;

/// <summary>Who of the sleeping is wanted.</summary>
public interface IWakeRequests
{
    /// <summary>Hears every ask for as long as the caller listens, across restarts of the edge: at first whoever is wanted already, then each
    /// tenant once however much waits for it. It is asked for again after an <see cref="IEdge.RefuseAsync"/>, after everything that waited for it
    /// went away, when its wait is over, and after the line to the edge was cut; so to wake one that is awake must be harmless.</summary>
    /// <remarks>Answer each by <see cref="IEdge.UnparkAsync"/> or <see cref="IEdge.RefuseAsync"/>; without an answer what waits is told 503 after
    /// <c>wake.holdMs</c>.</remarks>
    IAsyncEnumerable<WakeAsked> ListenAsync(CancellationToken cancellationToken);
}
