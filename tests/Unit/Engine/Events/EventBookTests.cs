using Lobsterd.Domain.Events;
using Lobsterd.Engine.Events;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Events;

public sealed class EventBookTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly MemoryEventLog log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_client_that_comes_back_to_another_service_misses_nothing_and_sees_nothing_twice()
    {
        var first = new EventBook(clock, log);
        _ = first.Add("a.a", "alice", "uid 0", "one");
        var seen = first.Add("a.b", "alice", "uid 0", "two").Sequence;
        _ = first.Add("a.c", "alice", "uid 0", "three");

        var second = new EventBook(clock, log);
        _ = second.Add("a.d", "alice", "uid 0", "four");

        Assert.Equal(["three", "four"], await MessagesAsync(second, seen));
        Assert.Equal(["one", "two", "three", "four"], await MessagesAsync(second, 0));
    }

    [Fact]
    public void a_service_never_gives_a_number_that_the_one_before_it_may_have_told()
    {
        var first = new EventBook(clock, log);
        var told = first.Add("a.a", null, "uid 0", "written").Sequence;

        var next = new EventBook(clock, log).Add("a.b", null, "uid 0", "of the next").Sequence;

        Assert.True(next >= told + EventBook.Gap);
    }

    [Fact]
    public async Task what_is_too_old_for_memory_comes_from_the_log()
    {
        var book = new EventBook(clock, log);
        for (var i = 0; i < EventBook.Kept + 100; i++) _ = book.Add("a.a", null, "uid 0", "x");

        var numbers = await book.ListenAsync(0, isFollowing: false, Token).Select(happened => happened.Sequence).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(1, EventBook.Kept + 100).Select(number => (long)number), numbers);
    }

    [Fact]
    public void a_hole_in_the_log_is_told_in_the_log()
    {
        var book = new EventBook(clock, log);
        log.Lost = 7;

        _ = book.Add("a.a", null, "uid 0", "behind the hole");

        Assert.Equal(["events.lost", "a.a"], log.All.Select(happened => happened.Kind));
        Assert.Contains("7", log.All[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void a_message_is_bounded_and_stays_on_its_line()
    {
        var added = new EventBook(clock, log).Add("a.a", null, "uid 0", "a\nb\e[2J" + new string('x', 100_000));

        Assert.DoesNotContain(added.Message, char.IsControl);
        Assert.InRange(added.Message.Length, 1, EventBook.LongestMessage + 16);
    }

    [Fact]
    public async Task a_listener_that_does_not_read_is_dropped_and_slows_nobody()
    {
        var book = new EventBook(clock, log);
        await using var lazy = book.ListenAsync(long.MaxValue, Token).GetAsyncEnumerator(Token);
        var first = lazy.MoveNextAsync();
        for (var i = 0; i < 10_000; i++) _ = book.Add("a.a", null, "uid 0", "x");

        Assert.True(await first);
        var read = 1;
        while (await lazy.MoveNextAsync()) read++;
        Assert.InRange(read, 1, 9_999);
    }

    private static async Task<List<string>> MessagesAsync(EventBook book, long after) =>
        await book.ListenAsync(after, isFollowing: false, Token).Select((TenantEvent happened) => happened.Message).ToListAsync(Token);
}
