using Lobsterd.Linux.Processes;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Processes;

public sealed class RunQueueWaitTests
{
    [Theory]
    [InlineData("10348083 11727539 5", 11_727_539)]
    [InlineData("0 0 0\n", 0)]
    [InlineData("7 -3 1", 0)]
    [InlineData("7", 0)]
    [InlineData("", 0)]
    public void a_line_tells_what_was_waited(string line, long nanoseconds) => Assert.Equal(nanoseconds, RunQueueWait.Parse(line));

    [Fact]
    public void a_living_process_has_waited_and_one_that_is_gone_tells_nothing()
    {
        Assert.True(RunQueueWait.Of(Environment.ProcessId) >= TimeSpan.Zero);
        Assert.Null(RunQueueWait.Of(int.MaxValue));
    }
}
