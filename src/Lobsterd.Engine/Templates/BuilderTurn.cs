namespace Lobsterd.Engine.Templates;

/// <summary>Whose turn it is with the builder's slot: one anonymous or throw-away VM at a time, whatever it is for.</summary>
public sealed class BuilderTurn : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Waits for the turn; dispose the answer to pass it on.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        return new Turn(gate);
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

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
