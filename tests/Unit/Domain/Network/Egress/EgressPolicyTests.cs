using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Network.Egress;

public sealed class EgressPolicyTests
{
    [Theory]
    [InlineData("open", EgressMode.Open, 0)]
    [InlineData("none", EgressMode.None, 0)]
    [InlineData("allow:203.0.113.7", EgressMode.Allow, 1)]
    [InlineData("allow:203.0.113.0/24:443", EgressMode.Allow, 1)]
    [InlineData("allow:api.example.org:443,*.example.net,198.51.100.7:8000-8099", EgressMode.Allow, 3)]
    [InlineData("allow:0.0.0.0/0:443", EgressMode.Allow, 1)]
    public void a_policy_is_written_as_it_is_read(string text, EgressMode mode, int rules)
    {
        var policy = EgressPolicy.Parse(text).Value;

        Assert.Equal((mode, rules), (policy.Mode, policy.Rules.Count));
        Assert.Equal(text, policy.ToString());
    }

    [Fact]
    public void letters_and_blanks_and_doubles_do_not_matter() =>
        Assert.Equal(EgressPolicy.Parse("allow:a.example:443,b.example"), EgressPolicy.Parse("allow: A.Example:443 , b.example,a.example:443"));

    [Theory]
    [InlineData("")]
    [InlineData("closed")]
    [InlineData("Open")]
    [InlineData("allow")]
    [InlineData("allow:")]
    [InlineData("allow:,")]
    [InlineData("allow:example")]
    [InlineData("allow:-a.example")]
    [InlineData("allow:a..example")]
    [InlineData("allow:*")]
    [InlineData("allow:*.org.")]
    [InlineData("allow:a.*.example")]
    [InlineData("allow:bücher.example")]
    [InlineData("allow:a.example:0")]
    [InlineData("allow:a.example:65536")]
    [InlineData("allow:a.example:443-442")]
    [InlineData("allow:a.example:0443")]
    [InlineData("allow:a.example:https")]
    [InlineData("allow:203.0.113.1/24")]
    [InlineData("allow:203.0.113.0/33")]
    [InlineData("allow:203.0.113.0/024")]
    [InlineData("allow:203.0.113")]
    [InlineData("allow:203.0.113.256")]
    [InlineData("allow:2001:db8::1")]
    [InlineData("allow:[2001:db8::1]:443")]
    public void what_is_no_policy_is_refused(string text) => Assert.Equal(NetworkErrors.EgressInvalid, EgressPolicy.Parse(text).Error.Code);

    [Theory]
    [InlineData("10.1.2.3", "10.0.0.0/8")]
    [InlineData("192.168.0.0/24", "192.168.0.0/16")]
    [InlineData("169.254.169.254:80", "169.254.0.0/16")]
    [InlineData("168.63.129.16", "168.63.129.16")]
    [InlineData("239.0.0.0/8", "224.0.0.0/3")]
    public void what_no_tenant_may_reach_cannot_be_allowed(string target, string place) =>
        Assert.Contains(place, EgressPolicy.Parse($"allow:{target}").Error.FullMessage, StringComparison.Ordinal);

    [Fact]
    public void a_list_has_an_end()
    {
        var most = string.Join(',', Enumerable.Range(1, EgressPolicy.MostRules).Select(number => $"a{number}.example"));

        Assert.Equal(EgressPolicy.MostRules, EgressPolicy.Parse($"allow:{most}").Value.Rules.Count);
        Assert.Equal(NetworkErrors.EgressInvalid, EgressPolicy.Parse($"allow:{most},one.more").Error.Code);
    }

    [Theory]
    [InlineData("a.example", "a.example", true)]
    [InlineData("a.example", "b.a.example", false)]
    [InlineData("*.a.example", "b.a.example", true)]
    [InlineData("*.a.example", "c.b.a.example", true)]
    [InlineData("*.a.example", "a.example", false)]
    [InlineData("*.a.example", "ba.example", false)]
    [InlineData("*.a.example", ".a.example", false)]
    public void a_star_means_the_names_below(string pattern, string name, bool isMeant) =>
        Assert.Equal(isMeant, DomainPattern.Parse(pattern).Value.Matches(name));
}
