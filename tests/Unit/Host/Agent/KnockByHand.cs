using System.Threading.Channels;
using Lobsterd.Host.Agent;

namespace Lobsterd.Tests.Unit.Host.Agent;

/// <summary>A knock that the test gives.</summary>
internal sealed class KnockByHand : IKnockListener
{
    private readonly Channel<int> knocks = Channel.CreateUnbounded<int>();

    internal bool IsDisposed { get; private set; }

    internal void Give() => knocks.Writer.TryWrite(0);

    public async Task HearAsync(CancellationToken cancellationToken) => await knocks.Reader.ReadAsync(cancellationToken);

    public void Dispose() => IsDisposed = true;
}
