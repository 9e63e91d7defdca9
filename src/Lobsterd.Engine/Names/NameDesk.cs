using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Names;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Names;

/// <summary>Judges what guests ask for by name, by the policy that the registry has at that moment, and opens the way to where names lead.</summary>
/// <remarks>Nobody else opens anything: what the edge says is a guest's and a stranger's words. It is used by one caller at a time.</remarks>
public sealed class NameDesk(INameQuestions questions, RegistryBook registry, ITenantNetwork network, NetworkPlan plan, TimeProvider clock) : INameJudge
{
    /// <summary>Most addresses that are open for a guest by their names at a time. A name of a stranger's may lead to ever new ones.</summary>
    public const int MostOpen = 512;

    /// <summary>An address stays open for so long at least, however short its answer holds: programs connect a while after they asked.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);

    /// <summary>And for so long at most: then the guest has to ask again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // A guest counts from when it was told, which is later than when the way was opened.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly OpenAddresses open = new(MostOpen, clock);

    /// <summary>Judges until it is told to stop.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => questions.AnswerAsync(this, cancellationToken);

    /// <inheritdoc/>
    public bool MayAsk(IPAddress guest, string name) => Find(guest, name) is not null;

    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<IPAddress>, LobsterError>> OpenAsync(
        IPAddress guest, string name, IReadOnlyList<IPAddress> addresses, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        // Asked again: the policy may be another one than when the question was allowed.
        if (Find(guest, name) is not { } tenant) return new LobsterError(NetworkErrors.NameRefused, $"the guest at {guest} may not ask for that name");
        IReadOnlyList<IPAddress> reachable = [.. addresses.Where(address => IsReachable(tenant, address)).Distinct()];
        if (reachable.Count == 0) return new LobsterError(NetworkErrors.NameRefused, $"tenant {tenant.Name}: the name leads where no guest may go");
        var lifetime = (timeToLive < Shortest ? Shortest : timeToLive > Longest ? Longest : timeToLive) + Grace;
        if (!open.TryNote(tenant.Id, reachable, lifetime))
            return new LobsterError(NetworkErrors.NamesFull, $"tenant {tenant.Name}: {MostOpen} addresses are open by their names already");
        return (await network.OpenNameAsync(new NamedAddresses(tenant.Owner, tenant.Egress, name, reachable, lifetime), cancellationToken)).Map(() => reachable);
    }

    private Tenant? Find(IPAddress guest, string name) =>
        plan.SlotOfGuest(guest) is { } slot
        && registry.Current.Tenants.Values.FirstOrDefault(one => one.Slot == slot) is { } tenant
        && tenant.Egress.PortsOf(name).Count > 0
            ? tenant
            : null;

    // A stranger's name may lead to where its guest must not come by an address (DNS rebinding); and to a resolver, which is allowed by its address alone.
    private bool IsReachable(Tenant tenant, IPAddress address) =>
        Ipv4Network.Of(address) is { } target
        && !Unreachable.Networks.Any(network => network.Contains(target))
        && Ipv4Network.Parse(plan.Pool)?.Contains(target) != true
        && (!PublicResolvers.Networks.Any(network => network.Contains(target)) || tenant.Egress.Networks.Any(rule => rule.Network == target));
}
