using Lobsterd.Guest.Loop;

namespace Lobsterd.Guest.Workload;

/// <summary>The line by which a program says that it has loaded all that it can without a tenant, and waits for one.</summary>
internal sealed class WaitingWord
{
    /// <summary>The line.</summary>
    internal const string Text = "lobster: waits";

    private readonly Signal changed = new();
    private bool isOver;

    /// <summary>Whether it was said.</summary>
    internal bool IsSaid { get; private set; }

    /// <summary>Whether a line is any other: the word is for us, not for the tenant's log.</summary>
    internal bool Keeps(byte[] line)
    {
        if (IsSaid || !line.AsSpan().SequenceEqual("lobster: waits"u8)) return true;
        IsSaid = true;
        changed.Happen();
        return false;
    }

    /// <summary>It will not be said any more.</summary>
    internal void End()
    {
        isOver = true;
        changed.Happen();
    }

    /// <summary>Completes when it was said, or never will be.</summary>
    internal async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (!IsSaid && !isOver) await changed.WaitAsync(cancellationToken);
    }
}
