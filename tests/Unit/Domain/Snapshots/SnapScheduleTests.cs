using System.Globalization;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Snapshots;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Snapshots;

public sealed class SnapScheduleTests
{
    // As in most of Europe: an hour forward at 2:00 on the last Sunday of March, back at 3:00 on that of October. Of the tests' own, so that no host's database matters.
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("Test/Europe", TimeSpan.FromHours(1), "Test", "Test", "Test summer", [
        TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date,
            DateTime.MaxValue.Date,
            TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0, DateTimeKind.Unspecified), 3, 5, DayOfWeek.Sunday),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0, DateTimeKind.Unspecified), 10, 5, DayOfWeek.Sunday)),
    ]);

    [Theory]
    [InlineData("30 3 * * *", "2026-01-10T00:00:00Z", "2026-01-10T02:30:00Z", "2026-01-11T02:30:00Z")]
    [InlineData("30 3 * * *", "2026-07-10T00:00:00Z", "2026-07-10T01:30:00Z", "2026-07-11T01:30:00Z")]
    [InlineData("30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]    // 2:30 is skipped on the 29th: the first instant after it
    [InlineData("30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]    // 2:30 comes twice on the 25th, and counts once
    [InlineData("0 * * * *", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z")]     // what runs every hour runs in the hour that comes twice, too
    public void it_keeps_local_time_over_the_changes_of_the_clock(string cron, string from, string first, string second)
    {
        var schedule = SnapSchedule.Read(new SnapScheduleConfig { Cron = cron }, Zone).Value;

        Assert.Equal(At(first), schedule.NextAfter(At(from)));
        Assert.Equal(At(second), schedule.NextAfter(At(first)));
    }

    [Fact]
    public void a_day_that_never_comes_has_no_next_time() =>
        Assert.Null(SnapSchedule.Read(new SnapScheduleConfig { Cron = "0 0 30 2 *" }).Value.NextAfter(At("2026-01-01T00:00:00Z")));

    [Theory]
    [InlineData("*", null, true)]
    [InlineData("al*", null, true)]
    [InlineData("bob", null, false)]
    [InlineData("*", "team", true)]
    [InlineData("*", "team=shop", true)]
    [InlineData("*", "team=bank", false)]
    [InlineData("*", "stage", false)]
    public void it_is_for_whom_name_and_label_fit(string tenants, string? label, bool isFor)
    {
        var alice = Engine.Registry.Tenants.Named("alice") with { Labels = new Dictionary<string, string> { ["team"] = "shop" } };

        Assert.Equal(isFor, SnapSchedule.Read(new SnapScheduleConfig { Cron = "0 0 * * *", Tenants = [tenants], Label = label }).Value.IsFor(alice));
    }

    [Theory]
    [InlineData("", "UTC", "*", "cron")]
    [InlineData("61 * * * *", "UTC", "*", "cron")]
    [InlineData("* * * * * *", "UTC", "*", "cron")]
    [InlineData("0 0 * * *", "Mars/Olympus", "*", "timeZone")]
    [InlineData("0 0 * * *", "UTC", "Alice!", "tenants")]
    public void the_configuration_names_what_is_wrong_by_its_path(string cron, string zone, string tenant, string member)
    {
        var read = ConfigReader.Read(System.Text.Encoding.UTF8.GetBytes(
            $$"""{ "snap": { "schedules": { "nightly": { "cron": "{{cron}}", "timeZone": "{{zone}}", "tenants": ["{{tenant}}"] } } } }"""));

        Assert.Contains($"$.snap.schedules.nightly.{member}: ", read.Error.Message, StringComparison.Ordinal);
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
