namespace Lobsterd.Edge.Handover;

/// <summary>Whether another edge has taken this one's place. What comes after that is for the other.</summary>
internal sealed class Succession
{
    private readonly TaskCompletionSource succeeded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool hasSuccessor;

    /// <summary>Whether what is not under way yet goes to another edge.</summary>
    public bool HasSuccessor => hasSuccessor;

    /// <summary>Completes when another edge has all, and has been told so.</summary>
    public Task Succeeded => succeeded.Task;

    /// <summary>From now on another edge serves.</summary>
    public void Begin() => hasSuccessor = true;

    /// <summary>The other has been told.</summary>
    public void Complete() => succeeded.SetResult();
}
