using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>The way to one monitor for as long as its VM lives: a connection, and a new one when that was lost.</summary>
/// <param name="path">The monitor's socket.</param>
/// <param name="clock">Measures the bounds.</param>
internal sealed class QmpLink(string path, TimeProvider clock) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private string path = path;
    private QmpConnection? current;
    private bool isClosed;

    /// <summary>The connection; made now if there is none that lives. Errors as of <see cref="QmpConnection.ConnectAsync"/>.</summary>
    internal async Task<Result<QmpConnection, LobsterError>> GetAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (isClosed) return new LobsterError(QmpErrors.Lost, "the VM was given up");
            if (current is { IsLost: false } connected) return connected;
            if (current is not null) await current.DisposeAsync();
            current = null;
            if ((await QmpConnection.ConnectAsync(path, clock, cancellationToken)).TryGetError(out var error, out var made)) return error;
            return current = made;
        }
        finally
        {
            _ = gate.Release();
        }
    }

    /// <summary>The socket lies elsewhere from now on; a connection that lives goes on.</summary>
    internal void MoveTo(string place) => path = place;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A connection that is being made ends by itself: the VMM it waits for is gone.
        await gate.WaitAsync();
        isClosed = true;
        if (current is not null) await current.DisposeAsync();
        _ = gate.Release();
    }
}
