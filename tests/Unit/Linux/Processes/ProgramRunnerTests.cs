using System.Text;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Processes;

public sealed class ProgramRunnerTests
{
    private readonly ProgramRunner runner = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_run_returns_what_was_written_and_how_it_ended()
    {
        var result = (await runner.RunAsync(Shell("cat; echo oops >&2; exit 3") with { StandardInput = Encoding.UTF8.GetBytes("hello") }, Token)).Value;

        Assert.Equal(new ProgramResult(new ExitStatus(3, null), "hello", "oops\n", true), result);
    }

    [Fact]
    public async Task open_files_can_stand_in_for_input_and_output()
    {
        using var input = Memfd.Create("input").Value;
        using var output = Memfd.Create("output").Value;
        _ = Memfd.Fill(input, "from a file"u8);

        var result = (await runner.RunToSuccessAsync(Shell("cat") with { StandardInputFile = input, StandardOutputFile = output }, Token)).Value;

        Assert.Equal("", result.Output);
        Assert.Equal("from a file", File.ReadAllText($"/proc/self/fd/{output.Number}"));
    }

    [Fact]
    public async Task only_the_end_of_a_long_output_is_kept()
    {
        var result = (await runner.RunAsync(Shell("seq 1 100000; echo last") with { MaxOutputBytes = 100 }, Token)).Value;

        Assert.EndsWith("100000\nlast\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(100, result.Output.Length);
        Assert.False(result.IsOutputWhole);
    }

    [Fact]
    public async Task a_failed_run_tells_the_last_words()
    {
        var error = (await runner.RunToSuccessAsync(Shell("echo no room >&2; exit 1"), Token)).Error;

        Assert.Equal(ProcessErrors.RunFailed, error.Code);
        Assert.Contains("no room", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_run_that_takes_too_long_is_killed_with_all_of_its_session()
    {
        var pidFile = Path.GetTempFileName();
        var script = $"sleep 1000 & echo $! > {pidFile}; wait";

        var error = (await runner.RunAsync(Shell(script) with { Timeout = TimeSpan.FromMilliseconds(300) }, Token)).Error;

        Assert.Equal(ProcessErrors.RunTimeout, error.Code);
        var pid = int.Parse(await File.ReadAllTextAsync(pidFile, Token), System.Globalization.CultureInfo.InvariantCulture);
        Assert.False(ProcessStat.Read(pid).TryGetValue(out var left) && !left.IsZombie && left.Name == "sleep");
        File.Delete(pidFile);
    }

    [Fact]
    public async Task a_writer_that_outlives_the_program_is_waited_for_only_until_the_timeout()
    {
        var error = (await runner.RunAsync(Shell("sleep 1000 & exit 0") with { Timeout = TimeSpan.FromMilliseconds(300) }, Token)).Error;

        Assert.Equal(ProcessErrors.RunTimeout, error.Code);
    }

    [Fact]
    public async Task a_cancelled_run_throws_and_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var run = runner.RunAsync(Shell("sleep 1000"), cancel.Token);

        await cancel.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private static ProgramInput Shell(string script) =>
        new() { Program = "/bin/sh", Arguments = ["-c", script], Timeout = TimeSpan.FromSeconds(20) };
}
