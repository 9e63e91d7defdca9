using CsCheck;
using Lobsterd.Host.Hypervisors.Qemu.Pool;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors;

public sealed class PoolPlanTests
{
    [Theory]
    [InlineData(2, "", "", "")]
    [InlineData(2, "", "a", "aa")]
    [InlineData(2, "aa", "a", "aa")]
    [InlineData(0, "aa", "a", "")]
    [InlineData(1, "aa", "a", "a")]
    [InlineData(2, "aa", "ba", "ab")]
    [InlineData(2, "aa", "b", "bb")]
    [InlineData(1, "a", "ba", "b")]
    [InlineData(2, "ab", "cab", "ac")]
    [InlineData(3, "", "ab", "aab")]
    [InlineData(2, "aa", "", "")]
    public void those_that_wait_are_shared_among_what_was_wanted_the_latest_first(int most, string waiting, string wanted, string then) =>
        Assert.Equal(then, string.Concat(Settle(most, waiting, wanted).Order(StringComparer.Ordinal)));

    [Fact]
    public void it_comes_to_rest_and_is_as_many_as_shall_wait() => Gen
        .Select(Gen.Int[0, 6], Gen.String[Gen.Char["abcd"], 0, 8], Gen.String[Gen.Char["abcd"], 0, 4])
        .Sample((most, waiting, wanted) =>
        {
            var distinct = string.Concat(wanted.Distinct());
            var settled = Settle(most, waiting, distinct);
            return settled.Count == (distinct.Length == 0 ? 0 : most) && settled.All(one => distinct.Take(most).Contains(one[0]));
        });

    // One that is ended was there, so no change is ever taken back: at most all end, and all start.
    private static List<string> Settle(int most, string waiting, string wanted)
    {
        var now = waiting.Select(letter => letter.ToString()).ToList();
        var shapes = wanted.Select(letter => letter.ToString()).ToList();
        for (var left = waiting.Length + most; PoolPlan.Next(most, now, shapes) is { } change; left--)
        {
            Assert.True(left > 0, "it does not come to rest");
            if (change is PoolChange<string>.Start(var wish)) now.Add(wish);
            else if (change is PoolChange<string>.End(var index)) now.RemoveAt(index);
        }

        return now;
    }
}
