namespace Lobsterd.Engine.Templates;

/// <summary>Whose turn it is with the builder's slot: one anonymous or throw-away VM at a time, whatever it is for.</summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing to release.
public sealed class BuilderTurn
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Waits for the turn; dispose the answer to pass it on.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        return new Turn(gate);
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        private bool isOver;

        public void Dispose()
        {
            if (isOver) return;
            isOver = true;
            _ = gate.Release();
        }
    }
}
