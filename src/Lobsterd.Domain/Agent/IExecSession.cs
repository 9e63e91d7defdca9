using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Agent;

/// <summary>One command that runs in a guest; disposing it kills what still runs.</summary>
public interface IExecSession : IAsyncDisposable
{
    /// <summary>What the command sends, in order, ending with <see cref="ExecEvent.Exited"/>; a lost connection is the last item, as an error.</summary>
    IAsyncEnumerable<Result<ExecEvent, LobsterError>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sends bytes to its standard input; waits while the guest does not take them.</summary>
    Task<UnitResult<LobsterError>> WriteInputAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Closes its standard input.</summary>
    Task<UnitResult<LobsterError>> CloseInputAsync(CancellationToken cancellationToken);

    /// <summary>Sends it a signal (1 to 64).</summary>
    Task<UnitResult<LobsterError>> SignalAsync(int signal, CancellationToken cancellationToken);

    /// <summary>Tells its terminal a new size.</summary>
    Task<UnitResult<LobsterError>> ResizeAsync(int columns, int rows, CancellationToken cancellationToken);
}
