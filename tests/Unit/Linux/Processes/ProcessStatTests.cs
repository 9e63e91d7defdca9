using CsCheck;
using Lobsterd.Linux.Processes;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Processes;

public sealed class ProcessStatTests
{
    private const string Fields = "S 1 2 3 4 5 6 7 8 9 10 150 50 13 14 15 16 17 18 777 20 2 0";

    [Fact]
    public void our_own_line_is_read()
    {
        var stat = ProcessStat.Read(Environment.ProcessId).Value;

        Assert.Equal(Environment.ProcessId, stat.Pid);
        Assert.True(stat.StartTicks > 0);
        Assert.True(stat.ResidentBytes > 1_000_000);
        Assert.False(stat.IsZombie);
    }

    [Fact]
    public void a_name_cannot_forge_the_fields_behind_it() => Gen.String.Sample(name =>
    {
        var stat = ProcessStat.Parse($"42 ({name}) {Fields}\n").Value;
        return stat.Name == name && stat.StartTicks == 777 && stat.ParentPid == 1 && stat.SessionId == 3
            && stat.Threads == 17 && stat.CpuTime == TimeSpan.FromSeconds(2);
    });

    [Fact]
    public void no_text_makes_the_parser_throw() => Gen.String.Sample(text =>
    {
        _ = ProcessStat.Parse(text);
        _ = ProcessStat.Parse($"1 (x) {text}");
    });

    [Fact]
    public void a_pid_that_does_not_exist_is_gone() =>
        Assert.Equal(ProcessErrors.Gone, ProcessStat.Read(int.MaxValue).Error.Code);
}
