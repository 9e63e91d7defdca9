using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Processes;

public sealed class SpawnerTests
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("exit 0", 0, null)]
    [InlineData("exit 7", 7, null)]
    [InlineData("kill -9 $$", null, 9)]
    [InlineData("kill -15 $$", null, 15)]
    public async Task a_child_ends_with_its_code_or_its_signal(string script, int? code, int? signal)
    {
        using var child = Spawner.Start(Shell(script)).Value;

        Assert.Equal(new ExitStatus(code, signal), await child.WaitForExitAsync(Token).WaitAsync(Ceiling, Token));
    }

    [Fact]
    public async Task a_program_that_was_just_written_runs_whatever_is_born_beside()
    {
        using var folder = new ScratchFolder();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] births = [Task.Run(BearAsync, Token), Task.Run(BearAsync, Token), Task.Run(BearAsync, Token)];

        for (var n = 0; n < 200; n++)
        {
            var program = folder[$"program-{n}"];
            await File.WriteAllTextAsync(program, "#!/bin/sh\n", Token);
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            using var child = Spawner.Start(new SpawnInput { Program = program }).Value;
            Assert.Equal(new ExitStatus(0, null), await child.WaitForExitAsync(Token).WaitAsync(Ceiling, Token));
        }

        await over.CancelAsync();
        await Task.WhenAll(births);

        async Task BearAsync()
        {
            while (!over.IsCancellationRequested)
            {
                using var bystander = Spawner.Start(new SpawnInput { Program = "/bin/true" }).Value;
                _ = await bystander.WaitForExitAsync(Token);
            }
        }
    }

    [Fact]
    public async Task a_child_gets_the_named_descriptors_and_no_other()
    {
        using var stray = Fd.Open("/dev/zero", OpenFlags.ReadOnly).Value;
        using var sevenPipe = Pipe.Create().Value;

        var seen = await OutputOfAsync("ls /proc/self/fd | tr '\\n' ' '", extra: new ChildDescriptor(7, sevenPipe.WriteEnd));

        // ls itself opens the folder, with the lowest free number.
        Assert.Equal("0 1 2 3 7", seen.Trim());
    }

    [Fact]
    public async Task descriptors_can_swap_their_numbers()
    {
        using var first = Memfd.Create("first").Value;
        using var second = Memfd.Create("second").Value;
        var input = Shell("readlink /proc/self/fd/$A; readlink /proc/self/fd/$B") with
        {
            Environment = new Dictionary<string, string> { ["A"] = $"{second.Number}", ["B"] = $"{first.Number}" },
        };

        var seen = await OutputOfAsync(input, new ChildDescriptor(first.Number, second), new ChildDescriptor(second.Number, first));

        Assert.Equal("/memfd:first (deleted)\n/memfd:second (deleted)\n", seen);
    }

    [Fact]
    public async Task unnamed_standard_descriptors_are_dev_null()
    {
        using var three = Pipe.Create().Value;
        var input = Shell("x=$(cd /proc/$$/fd; readlink 0 1 2); echo \"$x\" >&3") with { Descriptors = [new(3, three.WriteEnd)] };

        using var child = Spawner.Start(input).Value;
        three.WriteEnd.Dispose();
        var tail = OutputTail.Follow(three.ReadEnd, 1024, Token);
        await tail.Completion.WaitAsync(Ceiling, Token);

        Assert.Equal("/dev/null\n/dev/null\n/dev/null\n", tail.Text);
    }

    [Fact]
    public async Task a_child_has_only_the_environment_that_it_was_given()
    {
        var input = new SpawnInput { Program = "/usr/bin/env", Environment = new Dictionary<string, string> { ["LOBSTER"] = "blue" } };

        Assert.Equal("LOBSTER=blue\n", await OutputOfAsync(input));
    }

    [Fact]
    public async Task a_child_starts_with_no_signal_blocked_or_ignored()
    {
        var status = await OutputOfAsync(new SpawnInput { Program = "/bin/grep", Arguments = ["-E", "^Sig(Blk|Ign)", "/proc/self/status"] });

        Assert.Equal("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n", status);
    }

    [Fact]
    public async Task a_new_session_is_led_by_the_child()
    {
        var fields = (await OutputOfAsync(Shell("read -r pid rest < /proc/self/stat; echo $$ $(cut -d' ' -f6 /proc/$$/stat)") with { NewSession = true })).Split();

        Assert.Equal(fields[0], fields[1]);
    }

    [Fact]
    public async Task a_child_starts_in_its_working_directory() =>
        Assert.Equal("/usr/lib\n", await OutputOfAsync(Shell("pwd -P") with { WorkingDirectory = "/usr/lib" }));

    [Fact]
    public void a_missing_program_is_said_to_be_missing() =>
        Assert.Equal(ProcessErrors.ProgramMissing, Spawner.Start(new SpawnInput { Program = "/no/such/program" }).Error.Code);

    [Fact]
    public void a_file_that_is_no_program_is_refused() =>
        Assert.Equal(ProcessErrors.ProgramRefused, Spawner.Start(new SpawnInput { Program = "/etc/passwd" }).Error.Code);

    [Theory]
    [InlineData("bin/true", "x")]
    [InlineData("/bin/true", "a\0b")]
    public void what_cannot_be_a_child_is_invalid(string program, string argument) =>
        Assert.Equal(ProcessErrors.InputInvalid, Spawner.Start(new SpawnInput { Program = program, Arguments = [argument] }).Error.Code);

    [Fact]
    public async Task a_child_that_nobody_waits_for_is_still_collected()
    {
        var child = Spawner.Start(Shell("sleep 1000")).Value;
        using var watcher = PidFd.Open(child.Pid).Value;

        child.Dispose();
        Assert.True(watcher.Signal(Signals.Kill).IsSuccess);
        await watcher.WaitForExitAsync(Token).WaitAsync(Ceiling, Token);

        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists($"/proc/{child.Pid}"), Ceiling));
    }

    [Fact]
    public async Task many_children_at_once_are_all_told_apart()
    {
        var codes = await Task.WhenAll(Enumerable.Range(0, 50).Select(async code =>
        {
            using var child = Spawner.Start(Shell($"exit {code}")).Value;
            return (await child.WaitForExitAsync(Token)).Code;
        })).WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Equal(Enumerable.Range(0, 50).Select(code => (int?)code), codes);
    }

    private static SpawnInput Shell(string script) => new() { Program = "/bin/sh", Arguments = ["-c", script] };

    private static Task<string> OutputOfAsync(string script, ChildDescriptor extra) => OutputOfAsync(Shell(script), extra);

    private static async Task<string> OutputOfAsync(SpawnInput input, params ChildDescriptor[] extra)
    {
        using var output = Pipe.Create().Value;
        using var child = Spawner.Start(input with { Descriptors = [new(1, output.WriteEnd), .. extra] }).Value;
        output.WriteEnd.Dispose();
        var tail = OutputTail.Follow(output.ReadEnd, 64 * 1024, Token);
        await tail.Completion.WaitAsync(Ceiling, Token);
        return tail.Text;
    }
}
