using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Network;

// Where guests may go: what policies say, and what names have led to.
internal sealed partial class NftWall
{
    private UnitResult<LobsterError> OpenName(NamedAddresses named)
    {
        var slot = named.Owner.Slot;
        if (Ask(kernel => kernel.Find(NftSets.Table, NftSets.Guests, sets.GuestKey(slot))).TryGetError(out var error, out var guest)) return error;
        if (OwnerNote.Parse(guest?.Comment)?.Id != named.Owner.Id) return Refuse(named, "its network is not open");
        if (Ask(kernel => kernel.Find(NftSets.Table, NftSets.Names, sets.AddressKey(slot))).TryGetError(out error, out var asks)) return error;
        if (asks is null) return Refuse(named, "its policy has no names any longer");
        // It was found out under a policy that the wall does not hold to any longer, or not yet.
        if (asks.Comment != EgressElements.MarkOf(named.Policy)) return Refuse(named, "its policy has changed meanwhile");
        var elements = named.Addresses.SelectMany(address => sets.NamedOf(slot, named.Policy, named.Name, address)).ToList();
        return elements.Count == 0 ? Refuse(named, "its policy does not mean it") : Run(NamedElements.Script(elements, named.Name, named.Lifetime));
    }

    private static LobsterError Refuse(NamedAddresses named, string why) =>
        new(NetworkErrors.NameRefused, $"tenant {named.Owner.Name}: {named.Name} is not opened: {why}");

    // A slot's policy, but for what names have led to.
    private Result<IReadOnlyList<EgressElement>, LobsterError> EgressOf(Slot slot)
    {
        if (Ask(kernel => kernel.Find(NftSets.Table, NftSets.Bounded, sets.AddressKey(slot))).TryGetError(out var error, out var bounded)) return error;
        // Whoever may go everywhere is in none of these sets.
        if (bounded is null) return Array.Empty<EgressElement>();
        var elements = new List<EgressElement>(sets.EgressOf(slot, EgressPolicy.None));
        if (Ask(kernel => kernel.Find(NftSets.Table, NftSets.Names, sets.AddressKey(slot))).TryGetError(out error, out var names)) return error;
        if (names is not null) elements.Add(sets.NamesIn(slot, names));
        foreach (var set in NftSets.PolicyLists)
        {
            if (Ask(kernel => kernel.List(NftSets.Table, set)).TryGetError(out error, out var listed)) return error;
            elements.AddRange(listed.Where(element => sets.SlotOf(element) == slot).Select(element => EgressElement.In(set, element)));
        }
        return elements;
    }

    // What names have led a slot's guest to, each with its name; null for one that is too long to be noted.
    private Result<IReadOnlyList<(EgressElement Element, IPAddress Address, string? Name)>, LobsterError> NamedOf(Slot slot)
    {
        if (Ask(kernel => kernel.Find(NftSets.Table, NftSets.Names, sets.AddressKey(slot))).TryGetError(out var error, out var names)) return error;
        if (names is null) return Array.Empty<(EgressElement, IPAddress, string?)>();
        var elements = new List<(EgressElement, IPAddress, string?)>();
        foreach (var set in NftSets.NamedLists)
        {
            if (Ask(kernel => kernel.List(NftSets.Table, set)).TryGetError(out error, out var listed)) return error;
            elements.AddRange(listed.Where(element => sets.SlotOf(element) == slot).Select(element => (EgressElement.In(set, element), NftSets.TargetIn(element), element.Comment)));
        }
        return elements;
    }

    // Of a name that a new policy still means, what it has led to goes on, if it is cut as it was.
    private bool IsMeant(Slot slot, EgressPolicy policy, (EgressElement Element, IPAddress Address, string? Name) named) =>
        named.Name is { } name && sets.NamedOf(slot, policy, name, named.Address).Contains(named.Element);
}
