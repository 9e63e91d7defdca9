using System.Runtime.CompilerServices;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>A command that says something and ends.</summary>
/// <param name="code">Its exit code; null: it never ends.</param>
/// <param name="errors">What it writes to its standard error before.</param>
internal sealed class SpokenCommand(int? code, string errors = "") : IExecSession
{
    public async IAsyncEnumerable<Result<ExecEvent, LobsterError>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (errors.Length > 0) yield return new ExecEvent.Error(Encoding.UTF8.GetBytes(errors));
        if (code is null) await Task.Delay(Timeout.Infinite, cancellationToken);
        yield return new ExecEvent.Exited(code!.Value);
    }

    public Task<UnitResult<LobsterError>> WriteInputAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<UnitResult<LobsterError>> CloseInputAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<UnitResult<LobsterError>> SignalAsync(int signal, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<UnitResult<LobsterError>> ResizeAsync(int columns, int rows, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
