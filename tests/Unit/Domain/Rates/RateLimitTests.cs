using CsCheck;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Tenants;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Rates;

/// <summary>Rates as people write them.</summary>
public sealed class RateLimitTests
{
    private const long Mebi = 1 << 20;

    [Theory]
    [InlineData("10M", 10 * Mebi, 10 * Mebi)]
    [InlineData("10M:40M", 10 * Mebi, 40 * Mebi)]
    [InlineData("1G", 1_024 * Mebi, 1_024 * Mebi)]
    [InlineData("131072:262145", 131_072, 262_145)]
    public void bytes_have_a_rate_and_a_burst(string text, long rate, long burst) =>
        Assert.Equal(new RateLimit(new RateBucket(rate, burst)), RateLimit.Parse(text, countsOperations: false).Value);

    [Fact]
    public void a_disks_rate_may_count_operations_too()
    {
        Assert.Equal(new RateLimit(null, new RateBucket(500, 500)), RateLimit.Parse("500iops", countsOperations: true).Value);
        Assert.Equal(new RateLimit(new RateBucket(50 * Mebi, 100 * Mebi), new RateBucket(500, 1_000)), RateLimit.Parse("50M:100M,500:1000iops", countsOperations: true).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("10M,")]
    [InlineData("10M,10M")]
    [InlineData("500iops,10M")]
    [InlineData("500iops,500iops")]
    [InlineData("10M,500iops,1")]
    [InlineData("10M:")]
    [InlineData("10M:20M:30M")]
    [InlineData("10M:9M")]
    [InlineData("-10M")]
    [InlineData("1.5M")]
    [InlineData("10m")]
    [InlineData("10MB")]
    [InlineData("10T")]
    [InlineData("127K")]
    [InlineData("4G")]
    [InlineData("1M:4G")]
    [InlineData("9999999999G")]
    [InlineData("9iops")]
    [InlineData("iops")]
    [InlineData(" 10M")]
    [InlineData("10M\n")]
    [InlineData("١٠M")]
    public void anything_else_is_no_rate(string text) => Assert.Equal(TenantErrors.SpecInvalid, RateLimit.Parse(text, countsOperations: true).Error.Code);

    [Fact]
    public void a_networks_rate_counts_no_operations() =>
        Assert.Equal(TenantErrors.SpecInvalid, RateLimit.Parse("500iops", countsOperations: false).Error.Code);

    [Fact]
    public void what_is_written_is_read_again() =>
        Gen.Select(Gen.Long[128 << 10, 4_095 * Mebi], Gen.Long[128 << 10, 4_095 * Mebi], Gen.Long[10, 10_000_000], Gen.Bool).Sample((one, other, operations, both) =>
        {
            var limit = new RateLimit(new RateBucket(Math.Min(one, other), Math.Max(one, other)), both ? new RateBucket(operations, operations) : null);
            return RateLimit.Parse(limit.ToString(), countsOperations: true).Value == limit;
        });

    [Fact]
    public void none_is_no_limit_and_one_that_is_asked_for_is_kept()
    {
        Assert.Null(RateLimits.Read(null, RateLimit.None, null).Value);
        Assert.Equal("1M", RateLimits.Read(null, "1M", null).Value!.Send!.ToString());
        Assert.Equal(TenantErrors.SpecInvalid, RateLimits.Read(null, null, "fast").Error.Code);
    }
}
