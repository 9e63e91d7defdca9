using Lobsterd.Guest.Gateway;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Gateway;

public sealed class GatewaySettingsTests
{
    private static readonly Dictionary<string, string> Sound = new()
    {
        ["LOBSTER_TENANT"] = "alice",
        ["LOBSTER_GATEWAY_TOKEN"] = "secret",
        ["PORT"] = "9000",
        ["HOME"] = "/home/tenant",
    };

    [Fact]
    public void all_comes_from_the_environment() =>
        Assert.Equal(new GatewaySettings("alice", "secret", 9000, "/home/tenant", null), GatewaySettings.Read(Sound.GetValueOrDefault));

    [Theory]
    [InlineData("LOBSTER_TENANT", "")]
    [InlineData("LOBSTER_GATEWAY_TOKEN", null)]
    [InlineData("PORT", "65536")]
    [InlineData("PORT", "-1")]
    [InlineData("PORT", "nine")]
    public void without_a_tenant_a_token_or_a_port_there_is_no_gateway(string name, string? value) =>
        Assert.Null(GatewaySettings.Read(asked => asked == name ? value : Sound.GetValueOrDefault(asked)));

    [Fact]
    public void a_gateway_that_was_told_nothing_ends_at_once() => Assert.Equal(2, GatewayProgram.Run());
}
