using System.Text;
using Lobsterd.Domain.Workloads;
using Lobsterd.Guest.Cgroups;
using Lobsterd.Guest.Logs;
using Lobsterd.Guest.Processes;
using Lobsterd.Guest.Workload;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Unit.Guest.Loop;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Workload;

/// <summary>Programs that wait for their tenant: real processes on a real loop.</summary>
public sealed class PreparedProgramTests : IAsyncDisposable
{
    // More than a pipe takes while nobody reads it.
    private const int LargeValue = 100 << 10;

    private static readonly PreparedWorkload Workload = new("bot", ["/bin/sh"], "tenant");
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly LoopThread loop = new();
    private readonly FakeTimeProvider clock = new();
    private readonly LogRing log = new(1 << 20, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private List<string> Lines => [.. log.Read(0, 1 << 20).Select(entry => Encoding.UTF8.GetString(entry.Text.Span))];

    public async ValueTask DisposeAsync()
    {
        await loop.DisposeAsync();
        Assert.Empty(loop.Faults);
    }

    [Fact]
    public async Task it_says_its_word_gets_its_variables_and_runs_to_its_end()
    {
        var program = await LaunchAsync("echo before; echo 'lobster: waits'; tr '\\000' '\\n'; echo 'lobster: waits'; exit 3");
        Assert.Equal(Workload, program.Workload);
        Assert.True(await loop.RunAsync(() => program.WaitsAsync(Long, TimeProvider.System, Token)));
        Assert.False(program.HasEnded);

        Assert.True(await SettleAsync(program, "A", "1=2"));

        Assert.Equal(3, (await program.Process.Exited.WaitAsync(Token)).Code);
        await loop.RunAsync(() => program.Process.DisposeAsync().AsTask());
        // The word is for us, and only the first time.
        Assert.Equal(["before", "A=1=2", "lobster: waits"], Lines);
    }

    [Fact]
    public async Task one_that_ends_without_its_word_does_not_wait_and_takes_nothing()
    {
        var program = await LaunchAsync("exit 0");

        Assert.False(await loop.RunAsync(() => program.WaitsAsync(Long, TimeProvider.System, Token)));
        Assert.True(program.HasEnded);
        Assert.False(await SettleAsync(program, "A", "1"));
        await loop.RunAsync(program.AbandonAsync);
    }

    [Fact]
    public async Task one_that_never_says_it_is_waited_for_as_long_as_it_may_take_and_is_killed()
    {
        var program = await LaunchAsync("exec sleep 600");
        var waiting = loop.RunAsync(() => program.WaitsAsync(TimeSpan.FromSeconds(1), clock, Token));
        Assert.False(await PassAsync(waiting));

        await loop.RunAsync(program.AbandonAsync);
        Assert.Equal(Signals.Kill, (await program.Process.Exited).Signal);
    }

    [Fact]
    public async Task one_that_does_not_read_its_variables_is_of_no_use()
    {
        var program = await LaunchAsync("echo 'lobster: waits'; exec sleep 600");
        Assert.True(await loop.RunAsync(() => program.WaitsAsync(Long, TimeProvider.System, Token)));

        Assert.False(await PassAsync(SettleAsync(program, "A", new string('x', LargeValue))));

        await loop.RunAsync(program.AbandonAsync);
        Assert.True(program.HasEnded);
    }

    [Fact]
    public async Task a_program_that_is_not_there_is_not_launched()
    {
        var launched = await loop.RunAsync(() => new ProgramLauncher(loop.Loop, new NoTree(), log).Launch(Input("") with { Program = "/nowhere/bot" }, Workload));

        Assert.True(launched.IsFailure);
    }

    private static SpawnInput Input(string script) => new()
    {
        Program = "/bin/sh",
        Arguments = ["-c", script],
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
        NewSession = true,
    };

    private async Task<PreparedProgram> LaunchAsync(string script) =>
        (await loop.RunAsync(() => new ProgramLauncher(loop.Loop, new NoTree(), log).Launch(Input(script), Workload))).Value;

    private Task<bool> SettleAsync(PreparedProgram program, string name, string value) =>
        loop.RunAsync(() => program.SettleAsync(VariableBlock.Write(new Dictionary<string, string> { [name] = value })!, clock));

    // Again and again: the wait may begin only after we looked.
    private async Task<bool> PassAsync(Task<bool> waiting)
    {
        while (!waiting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        return await waiting;
    }
}
