using System.Threading.Channels;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>Hypervisors that wait, by number alone.</summary>
internal sealed class WorldPool : IVmmPool
{
    private readonly Channel<bool> told = Channel.CreateUnbounded<bool>();

    /// <summary>Whatever the next adjustment is to fail with.</summary>
    public LobsterError? Fault { get; set; }

    public int Count { get; private set; }

    public long Bytes => Count * (19L << 20);

    /// <summary>One is taken, or missed.</summary>
    public void Take()
    {
        Count = Math.Max(0, Count - 1);
        _ = told.Writer.TryWrite(true);
    }

    public Task<UnitResult<LobsterError>> EndLeftAsync(CancellationToken cancellationToken) => EmptyAsync(cancellationToken);

    public async Task WaitAsync(CancellationToken cancellationToken) => _ = await told.Reader.ReadAsync(cancellationToken);

    public Task<Result<bool, LobsterError>> AdjustAsync(int most, CancellationToken cancellationToken)
    {
        if (Fault is { } fault) return Task.FromResult(Result.Failure<bool, LobsterError>(fault));
        var change = Math.Sign(most - Count);
        Count += change;
        return Task.FromResult(Result.Success<bool, LobsterError>(change != 0));
    }

    public Task<UnitResult<LobsterError>> EmptyAsync(CancellationToken cancellationToken)
    {
        Count = 0;
        return Task.FromResult(UnitResult.Success<LobsterError>());
    }
}
