using System.Globalization;
using CsCheck;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Wake.Schedules;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Wake.Schedules;

/// <summary>What guests say of when they want to be awake, read as hostile input, and when that is.</summary>
public sealed class ScheduleTextTests
{
    private static readonly string[] Words = ["cron", "every", "at", "*", "*/5", "0", "59", "1-5", "L", "W", "15W", "5#3", "?", "@daily", "Europe/Berlin", "UTC", "15m", "1d", "2026-01-15T12:00:00Z"];
    private static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("cron 30 7 * * 1-5", "2026-01-16T07:30:00Z")]
    [InlineData("cron Europe/Berlin 30 7 * * 1-5", "2026-01-16T06:30:00Z")]
    [InlineData("cron  America/New_York   0 9 1 * *", "2026-02-01T14:00:00Z")]
    [InlineData("cron @daily", "2026-01-16T00:00:00Z")]
    [InlineData("cron Asia/Tokyo @daily", "2026-01-15T15:00:00Z")]
    [InlineData("every 15m", "2026-01-15T12:05:00Z")]
    [InlineData("every 1d", "2026-01-16T11:50:00Z")]
    [InlineData("every 90s", "2026-01-15T12:00:30Z")]
    [InlineData("at 2026-01-15T12:00:01Z", "2026-01-15T12:00:01Z")]
    [InlineData("at 2026-01-15T14:00+01:00", "2026-01-15T13:00:00Z")]
    public void what_is_written_says_when_it_is_due(string text, string due) =>
        Assert.Equal(DateTimeOffset.Parse(due, CultureInfo.InvariantCulture), Agenda.NextOf(Of(text, Noon.AddMinutes(-10)), Noon).Value);

    [Theory]
    [InlineData("at 2026-01-15T12:00:00Z")]
    [InlineData("at 2025-12-31T23:00:00-01:00")]
    [InlineData("cron 0 0 30 2 *")]
    public void what_is_past_or_never_is_not_due(string text) => Assert.Null(Agenda.NextOf(Of(text, Noon), Noon).Value);

    [Theory]
    [InlineData("")]
    [InlineData("cron")]
    [InlineData("cron * * * *")]
    [InlineData("cron 0 0 * * * * *")]
    [InlineData("cron 61 * * * *")]
    [InlineData("cron Mars/Olympus 0 0 * * *")]
    [InlineData("cron ../../../dev/zero 0 0 * * *")]
    [InlineData("cron /dev/zero 0 0 * * *")]
    [InlineData("cron Europe/../../../etc/passwd 0 0 * * *")]
    [InlineData("every 59s")]
    [InlineData("every 367d")]
    [InlineData("every 9999999999999m")]
    [InlineData("every -5m")]
    [InlineData("every m")]
    [InlineData("at noon")]
    [InlineData("at 2026-01-15T12:00:00")]
    [InlineData("at 9999-12-31T23:59:59Z")]
    [InlineData("reboot now")]
    public void what_is_none_is_refused(string text) => Assert.Equal(ScheduleErrors.TextInvalid, ScheduleText.Parse(text).Error.Code);

    [Fact]
    public void no_text_breaks_the_reader() => Gen.String[0, 300].Sample(text =>
        Agenda.NextOf(Of(text, Noon), Noon).TryGetValue(out var next) is var isOne && (!isOne || next is null || next > Noon));

    [Fact]
    public void words_of_its_own_language_break_it_neither() =>
        Gen.Int[0, Words.Length - 1].Select(index => Words[index]).Array[0, 9]
            .Sample(words => Agenda.NextOf(Of(string.Join(' ', words), Noon), Noon).TryGetValue(out var next) is var isOne && (!isOne || next is null || next > Noon));

    // The hour that summer time leaves out, and the hour that comes twice.
    [Theory]
    [InlineData("2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    public void a_beat_in_the_hour_of_summer_time_comes_once(string after, string due) => Assert.Equal(
        DateTimeOffset.Parse(due, CultureInfo.InvariantCulture),
        Agenda.NextOf(Of("cron Europe/Berlin 30 2 * * *", Noon), DateTimeOffset.Parse(after, CultureInfo.InvariantCulture)).Value);

    [Fact]
    public void an_interval_counts_from_its_file_whatever_the_guests_clock_says() => Gen.Select(Gen.Long[-40_000, 40_000], Gen.Int[1, 2_000]).Sample((minutes, every) =>
    {
        var since = Noon.AddMinutes(minutes);
        var next = Agenda.NextOf(Of($"every {every}m", since), Noon).Value!.Value;
        return next > Noon && next <= Noon.AddMinutes(every) && ((next - since).Ticks % TimeSpan.FromMinutes(every).Ticks == 0 || since > Noon);
    });

    [Fact]
    public void the_first_of_all_is_due_and_one_that_is_none_costs_nothing()
    {
        GuestSchedule[] all = [new("late", "every 2h", Noon), new("broken", "cron nonsense", Noon), new("soon", "every 5m", Noon), new("gone", "at 2020-01-01T00:00:00Z", Noon)];

        Assert.Equal(new ScheduleDue(Noon.AddMinutes(5), "soon"), Agenda.Next(all, Noon));
        Assert.Null(Agenda.Next([all[1], all[3]], Noon));
    }

    [Theory]
    [InlineData("hold 30m", 0, 30, "beat")]
    [InlineData("hold 30m nightly import", 0, 30, "nightly import")]
    [InlineData("hold  24h  why", 0, 1_440, "why")]
    [InlineData("hold 30m", -10, 20, "beat")]
    [InlineData("hold 30m", 600, 30, "beat")]
    public void a_hold_lasts_from_its_file_on_and_for_no_longer_than_it_says(string text, int writtenMinutes, int leftMinutes, string why) =>
        Assert.Equal(new OperatorWord(Noon.AddMinutes(leftMinutes), why), Agenda.HoldOf(Of(text, Noon.AddMinutes(writtenMinutes)), Noon));

    [Theory]
    [InlineData("hold 30m", -30)]
    [InlineData("hold", 0)]
    [InlineData("hold 25h", 0)]
    [InlineData("hold 59s", 0)]
    [InlineData("hold -5m", 0)]
    [InlineData("holding 30m", 0)]
    [InlineData("every 30m", 0)]
    public void what_is_over_or_no_hold_holds_nobody(string text, int writtenMinutes) => Assert.Null(Agenda.HoldOf(Of(text, Noon.AddMinutes(writtenMinutes)), Noon));

    [Fact]
    public void a_hold_wakes_nobody_and_one_that_cannot_be_understood_is_told_of()
    {
        Assert.Null(Agenda.NextOf(Of("hold 30m", Noon), Noon).Value);
        Assert.Equal(ScheduleErrors.TextInvalid, Agenda.NextOf(Of("hold forever", Noon), Noon).Error.Code);
        Assert.Equal(ScheduleErrors.TextInvalid, ScheduleText.Parse("hold 30m").Error.Code);
        Assert.Equal(Noon.AddHours(2), Agenda.HeldUntil([Of("hold 1h", Noon), Of("hold 2h", Noon), Of("every 5m", Noon)], Noon)?.Until);
    }

    private static GuestSchedule Of(string text, DateTimeOffset since) => new("beat", text, since);
}
