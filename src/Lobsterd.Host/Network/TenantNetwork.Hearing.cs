using Lobsterd.Domain.Network;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Host.Network;

public sealed partial class TenantNetwork : INetworkNews
{
    /// <inheritdoc/>
    public Task HearAsync(Action<NetworkNews> told, CancellationToken cancellationToken)
    {
        var all = new NetworkNews.All();
        return Task.WhenAll(
            wall.HearAsync(() => told(all), cancellationToken),
            HearTapsAsync(told, all, cancellationToken),
            HearWhatTapsHaveAsync(told, all, cancellationToken));
    }

    private static async Task HearTapsAsync(Action<NetworkNews> told, NetworkNews all, CancellationToken cancellationToken)
    {
        if (LinkWatch.Open().TryGetError(out _, out var watch)) return;
        void Tell(Link link)
        {
            if (NetworkPlan.SlotOf(link.Name) is { } slot) told(new NetworkNews.Tap(slot));
        }

        using (watch)
        {
            await watch.HearAsync(
                changed: link =>
                {
                    if (!TenantLink.IsAsMade(link)) Tell(link);
                },
                vanished: Tell,
                lost: () => told(all),
                cancellationToken);
        }
    }

    private async Task HearWhatTapsHaveAsync(Action<NetworkNews> told, NetworkNews all, CancellationToken cancellationToken)
    {
        if (InterfaceWatch.Open().TryGetError(out _, out var watch)) return;
        using (watch)
        {
            await watch.HearAsync(
                news =>
                {
                    if (RtNetlink.NameOf(news.LinkIndex) is { } tap && NetworkPlan.SlotOf(tap) is { } slot && links.IsHarm(news, tap, slot))
                        told(new NetworkNews.Tap(slot));
                },
                lost: () => told(all),
                cancellationToken);
        }
    }
}
