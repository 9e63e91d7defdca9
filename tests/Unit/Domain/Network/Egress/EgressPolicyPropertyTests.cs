using CsCheck;
using Lobsterd.Domain.Network.Egress;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Network.Egress;

public sealed class EgressPolicyPropertyTests
{
    private static readonly Gen<string> Label = Gen.String[Gen.Char["abcxyz019-"], 1, 8].Where(text => text[0] != '-' && text[^1] != '-');
    private static readonly Gen<string> Name = Gen.Select(Gen.OneOf(Gen.Const(""), Gen.Const("*.")), Label.Array[1, 3], (star, labels) => $"{star}{string.Join('.', labels)}.example");
    private static readonly Gen<string> Network = Gen.Select(Gen.UInt, Gen.Int[1, 32], (address, prefix) => new Ipv4Network(prefix == 0 ? 0 : address >> (32 - prefix) << (32 - prefix), prefix).ToString());
    private static readonly Gen<string> Ports = Gen.Select(Gen.Int[1, 65_535], Gen.Int[1, 65_535], (one, other) => $":{new PortRange(Math.Min(one, other), Math.Max(one, other))}");
    private static readonly Gen<string> Rule = Gen.Select(Gen.OneOf(Name, Network), Gen.OneOf(Gen.Const(""), Ports), (target, ports) => target + ports);

    [Fact]
    public void what_is_written_is_read_back() => Rule.Array[1, 4].Sample(rules =>
    {
        // Refused ones lie where no tenant may go.
        if (!EgressPolicy.Parse($"allow:{string.Join(',', rules)}").IsSuccess) return;
        var policy = EgressPolicy.Parse($"allow:{string.Join(',', rules)}").Value;
        Assert.Equal(policy, EgressPolicy.Parse(policy.ToString()).Value);
        Assert.Equal(rules.Distinct(), policy.Rules.Select(rule => rule.ToString()));
    });

    [Fact]
    public void no_text_is_too_hostile() => Gen.String.Sample(text =>
    {
        _ = EgressPolicy.Parse(text);
        _ = EgressPolicy.Parse($"allow:{text}");
    });
}
