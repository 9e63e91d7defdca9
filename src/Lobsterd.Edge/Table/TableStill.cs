namespace Lobsterd.Edge.Table;

/// <summary>The table held still: nothing changes it until this is disposed.</summary>
/// <param name="turn">The turn that no other change gets.</param>
/// <param name="resume">Makes the table on disk ours again.</param>
internal sealed class TableStill(IDisposable turn, Func<Task> resume) : IAsyncDisposable
{
    private bool isForever;

    /// <summary>The table is another edge's: no change here comes any more.</summary>
    public void Forever() => isForever = true;

    public async ValueTask DisposeAsync()
    {
        if (isForever) return;
        await resume();
        turn.Dispose();
    }
}
