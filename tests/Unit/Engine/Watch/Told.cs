using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;

namespace Lobsterd.Tests.Unit.Engine.Watch;

/// <summary>News that a test tells to whoever listens.</summary>
internal abstract class Told<T>
{
    private readonly TaskCompletionSource<Action<T>> listener = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task HearAsync(Action<T> told, CancellationToken cancellationToken)
    {
        listener.SetResult(told);
        return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    internal async Task TellAsync(T news) => (await listener.Task)(news);
}

/// <summary>A network of which a test tells the changes.</summary>
internal sealed class ToldNetwork : Told<NetworkNews>, INetworkNews;

/// <summary>What all share, of which a test tells what to look at.</summary>
internal sealed class ToldHost : Told<HealthCheck>, IHostNews;
