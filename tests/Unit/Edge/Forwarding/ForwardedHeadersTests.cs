using Lobsterd.Edge.Forwarding;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Lobsterd.Tests.Unit.Edge.Forwarding;

public sealed class ForwardedHeadersTests
{
    [Fact]
    public void what_caddy_says_is_told_to_the_guest() =>
        Assert.Equal("X-Forwarded-For: 203.0.113.9\nX-Forwarded-Host: alice.example\nX-Forwarded-Proto: https",
            Written(Entrance.Caddy, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example")));

    [Fact]
    public void only_the_address_that_caddy_saw_is_believed() =>
        Assert.Contains("X-Forwarded-For: 203.0.113.9\n", Written(Entrance.Caddy, ("X-Forwarded-For", "127.0.0.1, 10.0.0.1, 203.0.113.9")), StringComparison.Ordinal);

    [Fact]
    public void other_headers_of_the_kind_are_dropped() =>
        Assert.Equal("Accept: */*\nX-Forwarded-For: 203.0.113.9\nX-Forwarded-Host: alice.example\nX-Forwarded-Proto: http", Written(
            Entrance.Caddy, ("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=127.0.0.1"), ("X-Real-IP", "127.0.0.1"), ("x-forwarded-port", "443"),
            ("X-Forwarded-Prefix", "/admin"), ("X-Forwarded-Proto", "javascript"), ("Accept", "*/*")));

    [Fact]
    public void nobody_else_is_believed() =>
        Assert.Equal("X-Forwarded-Host: alice.example\nX-Forwarded-Proto: http",
            Written(Entrance.Anyone, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https")));

    private static string Written(Entrance entrance, params (string Name, string Value)[] sent)
    {
        var context = new DefaultHttpContext();
        context.Features.Set(entrance);
        context.Request.Host = new HostString("alice.example");
        using var message = new HttpRequestMessage();
        foreach (var (name, value) in sent)
        {
            context.Request.Headers[name] = value;
            Assert.True(message.Headers.TryAddWithoutValidation(name, value));
        }

        ForwardedHeaders.Write(context, message.Headers);

        return string.Join('\n', message.Headers.Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order(StringComparer.Ordinal));
    }
}
