using Lobsterd.Domain.Network;

namespace Lobsterd.Tests.Unit.Engine.Watch;

/// <summary>A network of which a test tells the changes.</summary>
internal sealed class ToldNetwork : INetworkNews
{
    private readonly TaskCompletionSource<Action<NetworkNews>> listener = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task HearAsync(Action<NetworkNews> told, CancellationToken cancellationToken)
    {
        listener.SetResult(told);
        return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    internal async Task TellAsync(NetworkNews change) => (await listener.Task)(change);
}
