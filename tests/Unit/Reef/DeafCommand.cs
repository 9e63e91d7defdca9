using System.Runtime.CompilerServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Tests.Unit.Reef;

/// <summary>A command that has ended, and takes no input any more; its output comes only after a number of tries to give it some.</summary>
internal sealed class DeafCommand(int tries) : IExecSession
{
    private readonly CountdownEvent left = new(tries);
    private readonly TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async IAsyncEnumerable<Result<ExecEvent, LobsterError>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await heard.Task.WaitAsync(cancellationToken);
        yield return new ExecEvent.Output("last words"u8.ToArray());
        yield return new ExecEvent.Exited(3);
    }

    public Task<UnitResult<LobsterError>> WriteInputAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => Lost();

    public Task<UnitResult<LobsterError>> CloseInputAsync(CancellationToken cancellationToken) => Lost();

    public Task<UnitResult<LobsterError>> SignalAsync(int signal, CancellationToken cancellationToken) => Lost();

    public Task<UnitResult<LobsterError>> ResizeAsync(int columns, int rows, CancellationToken cancellationToken) => Lost();

    public ValueTask DisposeAsync()
    {
        left.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<UnitResult<LobsterError>> Lost()
    {
        if (left.Signal()) heard.SetResult();
        return Task.FromResult(UnitResult.Failure(new LobsterError(AgentErrors.Unreachable, "lost")));
    }
}
