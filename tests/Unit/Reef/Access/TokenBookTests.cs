using Lobsterd.Domain.Access;
using Lobsterd.Engine.Access;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef.Access;

public sealed class TokenBookTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 10, 20, 0, TimeSpan.Zero));
    private readonly MemoryTokenFile file = new();

    private TokenBook Book => field ??= new TokenBook(file, clock);

    [Fact]
    public void a_token_is_known_from_when_it_is_made_until_it_is_revoked()
    {
        var secret = Make("ci").Secret;

        Assert.Equal("token ci", Book.Find(secret)!.Actor);
        Assert.True(Book.Revoke("ci").IsSuccess);
        Assert.Null(Book.Find(secret));
        Assert.Equal(AccessErrors.TokenUnknown, Book.Revoke("ci").Error.Code);
    }

    [Fact]
    public void a_token_is_known_after_a_restart_and_kept_nowhere()
    {
        var secret = Make("ci").Secret;

        Assert.Equal(ApiScopes.TenantsRead, new TokenBook(file, clock).Find(secret)!.Scopes);
        Assert.DoesNotContain(file.Kept, token => token.ToString().Contains(secret["lob_".Length..], StringComparison.Ordinal));
    }

    [Fact]
    public void two_tokens_are_never_alike() => Assert.NotEqual(Make("a").Secret, Make("b").Secret);

    [Fact]
    public void what_is_like_a_token_is_none()
    {
        var secret = Make("ci").Secret;
        var other = secret[^1] == 'A' ? 'B' : 'A';

        Assert.All(["", "lob_", secret + "A", secret[..^1], secret[..^1] + 'é', secret.ToUpperInvariant(), secret[..^1] + other, "x" + secret[1..]], text => Assert.Null(Book.Find(text)));
    }

    [Fact]
    public void a_token_ends_when_its_time_is_over()
    {
        var secret = Make("ci", lifetime: TimeSpan.FromDays(30)).Secret;

        clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.NotNull(Book.Find(secret));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Book.Find(secret));
    }

    [Fact]
    public void the_last_use_is_written_once_an_hour_and_a_full_disk_turns_nobody_away()
    {
        var secret = Make("ci").Secret;
        for (var i = 0; i < 100; i++) Assert.NotNull(Book.Find(secret));
        Assert.Equal(2, file.Saves);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero), Assert.Single(file.Kept).LastUsedAt);

        clock.Advance(TimeSpan.FromHours(2));
        file.IsFull = true;

        Assert.NotNull(Book.Find(secret));
        Assert.Equal(2, file.Saves);
    }

    [Fact]
    public void the_same_key_makes_one_token_and_another_request_under_it_none()
    {
        var first = Make("ci", key: "k1");

        Assert.Equal(first, Make("ci", key: "k1"));
        Assert.Equal("operation.key.reused", Book.Create(new TokenRequest("other", ApiScopes.Exec, null, null, "k1")).Error.Code.Name);
        Assert.Equal(AccessErrors.TokenExists, Book.Create(new TokenRequest("ci", ApiScopes.TenantsRead, null, null, "k2")).Error.Code);
    }

    [Theory]
    [InlineData(ApiScopes.Admin)]
    [InlineData(ApiScopes.HostRead)]
    [InlineData(ApiScopes.TenantsRead | ApiScopes.HostWrite)]
    public void a_token_for_some_tenants_has_no_scope_beyond_them(ApiScopes scopes) =>
        Assert.Equal(AccessErrors.TokenInvalid, Book.Create(new TokenRequest("ci", scopes, TenantGlob.Parse("team-*").Value, null, null)).Error.Code);

    [Fact]
    public void what_could_not_be_kept_is_not_good()
    {
        file.IsFull = true;

        Assert.Equal(AccessErrors.TokensUnwritten, Book.Create(new TokenRequest("ci", ApiScopes.Exec, null, null, null)).Error.Code);
        Assert.Empty(Book.List().Value);
    }

    private NewToken Make(string name, TimeSpan? lifetime = null, string? key = null) => Book.Create(new TokenRequest(name, ApiScopes.TenantsRead, null, lifetime, key)).Value;
}
