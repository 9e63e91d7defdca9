using Lobsterd.Guest.Schedules;
using Lobsterd.Protocol.Agent;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Schedules;

public sealed class ScheduleFolderTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly ScheduleFolder folder;
    private readonly string path;

    public ScheduleFolderTests()
    {
        folder = new ScheduleFolder(scratch.Path);
        path = Path.Combine(scratch.Path, "var/spool/lobsterd/schedules");
    }

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void a_file_is_a_schedule_with_the_time_it_was_written()
    {
        _ = Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "report"), "cron Europe/Berlin 30 7 * * 1-5\n");
        var written = new DateTime(2026, 1, 15, 12, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Path.Combine(path, "report"), written);

        var told = Assert.Single(folder.Read());

        Assert.Equal(new AgentSchedule { Id = "report", Text = "cron Europe/Berlin 30 7 * * 1-5", SinceUnixMs = new DateTimeOffset(written).ToUnixTimeMilliseconds() }, told);
    }

    [Fact]
    public void what_is_no_small_file_with_a_name_is_passed_over()
    {
        _ = Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "good"), "every 15m");
        File.WriteAllText(Path.Combine(path, ".hidden"), "every 15m");
        File.WriteAllText(Path.Combine(path, "two words"), "every 15m");
        File.WriteAllText(Path.Combine(path, new string('n', AgentLimits.MaxScheduleIdLength + 1)), "every 15m");
        File.WriteAllText(Path.Combine(path, "empty"), " \n");
        File.WriteAllText(Path.Combine(path, "binary"), "every\u001b[2J15m");
        File.WriteAllText(Path.Combine(path, "large"), new string('x', AgentLimits.MaxScheduleTextLength + 1));
        _ = Directory.CreateDirectory(Path.Combine(path, "folder"));
        _ = File.CreateSymbolicLink(Path.Combine(path, "link"), Path.Combine(path, "good"));
        _ = File.CreateSymbolicLink(Path.Combine(path, "device"), "/dev/zero");

        Assert.Equal("good", Assert.Single(folder.Read()).Id);
    }

    [Fact]
    public void no_more_than_the_first_by_name_are_told()
    {
        _ = Directory.CreateDirectory(path);
        for (var number = 0; number < 100; number++) File.WriteAllText(Path.Combine(path, $"s{number:000}"), "every 15m");

        var told = folder.Read();

        Assert.Equal(AgentLimits.MaxSchedules, told.Count);
        Assert.Equal(Enumerable.Range(0, AgentLimits.MaxSchedules).Select(number => $"s{number:000}"), told.Select(schedule => schedule.Id));
    }

    [Fact]
    public void no_folder_is_no_schedule() => Assert.Empty(folder.Read());
}
