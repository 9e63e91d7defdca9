using Lobsterd.Domain.Tenants;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Tenants;

public sealed class TenantNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("alice")]
    [InlineData("a-1")]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345")]
    public void a_dns_label_is_a_name(string text) => Assert.Equal(text, TenantName.Parse(text).Value.Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Alice")]
    [InlineData("1a")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a\n")]
    [InlineData("a.b")]
    [InlineData("../etc")]
    [InlineData("ä")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void anything_else_is_refused_with_the_rule(string? text)
    {
        var error = TenantName.Parse(text).Error;

        Assert.Equal(TenantErrors.NameInvalid, error.Code);
        Assert.Contains(TenantName.Rule, error.Hint, StringComparison.Ordinal);
    }
}
