using Lobsterd.Host.Images.Npm;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Images.Npm;

public sealed class NpmRegistryTests
{
    private static readonly NpmPackage Plain = new("node_modules/one", "one", "1.2.3+build", "", new Dictionary<string, string>());
    private static readonly NpmPackage Scoped = new("node_modules/@some/two", "@some/two", "2.0.0", "", new Dictionary<string, string>());
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public void without_any_configuration_it_is_npms_own()
    {
        var registry = NpmRegistry.Of([], configured: null);

        Assert.Equal("https://registry.npmjs.org/one/-/one-1.2.3%2Bbuild.tgz", Ask(registry, Plain).RequestUri!.AbsoluteUri);
        Assert.Equal("https://registry.npmjs.org/@some/two/-/two-2.0.0.tgz", Ask(registry, Scoped).RequestUri!.AbsoluteUri);
        Assert.Null(Ask(registry, Plain).Headers.Authorization);
    }

    [Fact]
    public void the_environment_goes_before_the_users_file_and_that_before_the_hosts()
    {
        var user = NpmSettings.Parse("registry=http://user.example/npm\n@some:registry = https://scope.example/", Nothing);
        var host = NpmSettings.Parse("registry=http://host.example/", Nothing);

        Assert.Equal("http://user.example/npm/one/-/one-1.2.3%2Bbuild.tgz", Ask(NpmRegistry.Of([user, host], null), Plain).RequestUri!.AbsoluteUri);
        Assert.Equal("https://scope.example/@some/two/-/two-2.0.0.tgz", Ask(NpmRegistry.Of([user, host], null), Scoped).RequestUri!.AbsoluteUri);
        foreach (var name in (string[])["npm_config_registry", "NPM_CONFIG_REGISTRY"])
        {
            var environment = NpmSettings.OfEnvironment(new Dictionary<string, string> { [name] = "http://variable.example", ["npm_config_"] = "x", ["PATH"] = "/bin" });
            Assert.Equal("http://variable.example/one/-/one-1.2.3%2Bbuild.tgz", Ask(NpmRegistry.Of([environment, user, host], null), Plain).RequestUri!.AbsoluteUri);
        }

        Assert.Equal("http://ours.example/one/-/one-1.2.3%2Bbuild.tgz", Ask(NpmRegistry.Of([user, host], "http://ours.example"), Plain).RequestUri!.AbsoluteUri);
    }

    [Fact]
    public void a_token_is_told_to_its_own_place_and_to_none_else_and_shown_to_nobody()
    {
        var settings = NpmSettings.Parse(
            """
            ; who may come in
            registry=http://name:word@user.example:81/npm/team/
            //user.example:81/npm/:_authToken=${TEAM_TOKEN}
            //user.example/:_authToken=of-another-port
            @some:registry=http://scope.example/npm/
            always-auth
            """,
            new Dictionary<string, string> { ["TEAM_TOKEN"] = "of-the-team" });
        var registry = NpmRegistry.Of([settings], null);

        Assert.Equal("Bearer of-the-team", Ask(registry, Plain).Headers.Authorization?.ToString());
        Assert.Null(Ask(registry, Scoped).Headers.Authorization);
        Assert.Equal("http://user.example:81/npm/team/", registry.Shown);
    }

    [Theory]
    [InlineData("file:///etc/")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void what_is_no_registry_is_none(string text) =>
        Assert.StartsWith(NpmRegistry.Default, Ask(NpmRegistry.Of([new Dictionary<string, string> { ["registry"] = text }], null), Plain).RequestUri!.AbsoluteUri, StringComparison.Ordinal);

    private static HttpRequestMessage Ask(NpmRegistry registry, NpmPackage package) => registry.Ask(package);
}
