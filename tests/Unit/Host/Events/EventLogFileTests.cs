using Lobsterd.Domain.Config;
using Lobsterd.Domain.Events;
using Lobsterd.Host.Events;
using Lobsterd.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Events;

public sealed class EventLogFileTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(60));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Folder => scratch["events"];

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task what_was_appended_is_there_for_the_next_service()
    {
        await WriteAsync(new EventsConfig(), 1, 50);
        await WriteAsync(new EventsConfig(), 51, 60);

        await using var log = Open(new EventsConfig());

        Assert.Equal(60, log.LastSequence);
        Assert.Equal(Enumerable.Range(41, 20).Select(number => (long)number), await NumbersAsync(log, 40));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(Folder).Single()));
    }

    [Theory]
    [InlineData("{\"sequence\":4,\"at\":\"2030")]
    [InlineData("\0\0\0\0")]
    [InlineData("nonsense")]
    public async Task a_torn_last_line_is_dropped_and_the_log_goes_on_behind_it(string torn)
    {
        await WriteAsync(new EventsConfig(), 1, 3);
        await File.AppendAllTextAsync(Directory.GetFiles(Folder).Single(), torn, Token);

        await using (var log = Open(new EventsConfig())) Assert.Equal([1, 2, 3], await NumbersAsync(log, 0));
        await WriteAsync(new EventsConfig(), 10, 11);

        await using var after = Open(new EventsConfig());
        Assert.Equal([1, 2, 3, 10, 11], await NumbersAsync(after, 0));
    }

    [Fact]
    public async Task a_damaged_line_hides_no_other()
    {
        await WriteAsync(new EventsConfig(), 1, 3);
        var path = Directory.GetFiles(Folder).Single();
        var lines = await File.ReadAllLinesAsync(path, Token);
        await File.WriteAllTextAsync(path, $"{lines[0]}\nbroken\n{{}}\nnull\n{lines[2]}\n", Token);

        await using var log = Open(new EventsConfig());

        Assert.Equal([1, 3], await NumbersAsync(log, 0));
    }

    [Fact]
    public async Task the_log_never_takes_more_than_its_bound_and_the_oldest_goes_first()
    {
        var config = new EventsConfig { MaxBytes = 1 << 20 };

        await WriteAsync(config, 1, 30_000);

        Assert.InRange(Directory.GetFiles(Folder).Sum(path => new FileInfo(path).Length), 1 << 19, 5L << 18);
        await using var log = Open(config);
        var left = await NumbersAsync(log, 0);
        Assert.Equal(30_000, left[^1]);
        Assert.True(left[0] > 1);
        Assert.Equal(Enumerable.Range((int)left[0], left.Count).Select(number => (long)number), left);
    }

    [Fact]
    public async Task what_is_too_old_is_told_no_more()
    {
        var config = new EventsConfig { MaxAgeDays = 10 };
        await WriteAsync(config, 1, 5);
        clock.Advance(TimeSpan.FromDays(11));
        await WriteAsync(config, 6, 7);

        await using var log = Open(config);

        Assert.Equal([6, 7], await NumbersAsync(log, 0));
    }

    [Fact]
    public async Task a_log_that_cannot_be_written_costs_nothing_but_what_is_lost_and_that_is_counted()
    {
        await File.WriteAllTextAsync(Folder, "a file where the folder shall be", Token);
        var log = Open(new EventsConfig());

        for (var i = 1; i <= 10; i++) log.Append(Event(i));
        await log.DisposeAsync();

        Assert.Equal(10, log.TakeLost());
        Assert.Equal(0, log.TakeLost());
    }

    private EventLogFile Open(EventsConfig config) => new(Folder, config, clock);

    private async Task WriteAsync(EventsConfig config, int first, int last)
    {
        await using var log = Open(config);
        for (var number = first; number <= last; number++)
        {
            log.Append(Event(number));

            // The queue is bounded, and this loop is quicker than any disk.
            if (number % 1_000 == 0) Assert.True(await Eventually.HoldsAsync(() => log.IsIdle, Token));
        }
    }

    private TenantEvent Event(int number) => new(number, clock.GetUtcNow(), "a.a", "alice", "uid 0", "something happened", null, 1.5);

    private static async Task<List<long>> NumbersAsync(EventLogFile log, long after) => await log.ReadAsync(after, Token).Select(happened => happened.Sequence).ToListAsync(Token);
}
