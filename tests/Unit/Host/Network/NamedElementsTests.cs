using System.Net;
using CsCheck;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Host.Network;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Network;

public sealed class NamedElementsTests
{
    private static readonly IPAddress Guest = IPAddress.Parse("10.66.0.2");
    private static readonly IPAddress Target = IPAddress.Parse("203.0.113.7");

    private static readonly Gen<string> Rule = Gen.Select(Gen.OneOf(Gen.Const("a.b.example"), Gen.Const("b.b.example"), Gen.Const("*.b.example")), Gen.Int[1, 12], Gen.Int[0, 6])
        .Select((name, first, more) => $"{name}:{new PortRange(first, first + more)}");

    [Fact]
    public void a_name_opens_its_own_ports_alone()
    {
        var policy = Policy("allow:a.b.example:443,*.c.example,198.51.100.7");

        Assert.Equal([new EgressElement(NftSets.NamedPorts, "10.66.0.2 . 203.0.113.7 . 443")], NamedElements.Of(Guest, policy, "a.b.example", Target));
        Assert.Equal([new EgressElement(NftSets.NamedHosts, "10.66.0.2 . 203.0.113.7")], NamedElements.Of(Guest, policy, "x.c.example", Target));
        Assert.Empty(NamedElements.Of(Guest, policy, "c.example", Target));
    }

    [Fact]
    public void whatever_leads_to_an_address_no_two_intervals_overlap_and_each_name_has_just_its_ports() => Rule.Array[1, 5].Sample(rules =>
    {
        var policy = Policy($"allow:{string.Join(',', rules)}");
        var of = ((string[])["a.b.example", "b.b.example"]).ToDictionary(name => name, name => NamedElements.Of(Guest, policy, name, Target).Select(PortsIn).ToList());

        foreach (var (name, pieces) in of)
        {
            var wanted = policy.PortsOf(name).SelectMany(Each).ToHashSet();
            Assert.Equal(wanted.Order(), pieces.SelectMany(Each).Order());
        }

        var all = of.Values.SelectMany(pieces => pieces).Distinct().ToList();
        Assert.Equal(all.SelectMany(Each).Distinct().Count(), all.SelectMany(Each).Count());
    });

    [Fact]
    public void a_policy_of_names_stands_as_who_is_bounded_where_it_asks_and_what_it_has_by_address()
    {
        var elements = EgressElements.Of(Guest, IPAddress.Parse("10.66.0.1"), Policy("allow:a.example,9.9.9.9:443,203.0.113.0/24"));

        Assert.Contains(elements, element => element is { Set: NftSets.Names, Key: "10.66.0.2", Data: "10.66.0.1", Comment.Length: 16 });
        Assert.Equal([new EgressElement(NftSets.EgressExact, "10.66.0.2 . 9.9.9.9")], elements.Where(element => element.Set == NftSets.EgressExact));
        Assert.DoesNotContain(
            EgressElements.Of(Guest, IPAddress.Parse("10.66.0.1"), Policy("allow:9.9.9.9:443")), element => element.Set is NftSets.Names or NftSets.EgressExact);
    }

    private static EgressPolicy Policy(string text) => EgressPolicy.Parse(text).Value;

    private static PortRange PortsIn(EgressElement element) => PortRange.Parse(element.Key.Split(" . ")[2])!.Value;

    private static IEnumerable<int> Each(PortRange range) => Enumerable.Range(range.First, range.Last - range.First + 1);
}
