using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Harness;

/// <summary>What <c>build/sandbox</c> promises to every test that runs in it, and that it notices what they leave. By itself, since cgroups of other tests are seen as well.</summary>
[CollectionDefinition(nameof(SandboxTests), DisableParallelization = true)]
[Collection(nameof(SandboxTests))]
public sealed class SandboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Sandbox => Path.Combine(RepositoryRoot.Path, "build", "sandbox");

    [Fact]
    public async Task whoever_leaves_nothing_is_told_nothing()
    {
        var (code, words) = await RunAsync("sleep 0 & wait; ip tuntap add wan7 mode tap; ip link delete wan7");

        Assert.Equal("", words);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task the_programs_exit_code_is_passed_on() => Assert.Equal(7, (await RunAsync("exit 7")).Code);

    [Theory]
    [InlineData("setsid sleep 1000 &", "process [0-9]+ (sleep|setsid)")]
    [InlineData("ip tuntap add wan7 mode tap", "interface wan7")]
    [InlineData("nft add table inet left", "firewall table inet left")]
    [InlineData("mount -t tmpfs none /mnt", "mount /mnt")]
    public async Task what_is_left_behind_is_named_and_is_a_failure(string act, string name)
    {
        var (code, words) = await RunAsync(act);

        Assert.Matches($"^build/sandbox: left behind: {name}", words);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task a_cgroup_that_is_left_behind_is_named_and_is_a_failure()
    {
        var folder = Path.Combine(CgroupHierarchies.Find().Value[0].Target, $"lobsterd-left-{Environment.ProcessId}");
        try
        {
            var (code, words) = await RunAsync($"mkdir {folder}");

            Assert.Equal($"build/sandbox: left behind: cgroup {folder}", words.Trim());
            Assert.Equal(1, code);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public async Task processes_end_with_it_however_it_ends()
    {
        using var scratch = new ScratchFolder();
        using var sandbox = Spawner.Start(Input($"setsid sleep 1000 & touch {scratch["up"]}; sleep 1001")).Value;
        Assert.True(await Eventually.HoldsAsync(() => File.Exists(scratch["up"]), Token));
        var inside = Descendants(sandbox.Pid);

        _ = sandbox.Signal(Signals.Kill);
        _ = await sandbox.WaitForExitAsync(Token);

        Assert.True(inside.Count >= 3, $"only {inside.Count} processes were inside");
        Assert.True(await Eventually.HoldsAsync(() => !inside.Any(pid => Directory.Exists($"/proc/{pid}")), Token));
    }

    private static async Task<(int Code, string Words)> RunAsync(string act)
    {
        using var scratch = new ScratchFolder();
        var input = Input(act);
        var ran = await new ProgramRunner(TimeProvider.System).RunAsync(
            new ProgramInput
            {
                Program = input.Program,
                Arguments = input.Arguments,
                Environment = new Dictionary<string, string>(input.Environment) { ["LOBSTERD_SANDBOX_LEFT"] = scratch["left"] },
                Timeout = TimeSpan.FromSeconds(60),
            },
            Token);
        Assert.True(ran.IsSuccess, ran.IsFailure ? ran.Error.FullMessage : "");

        // The report of ./test names the same.
        Assert.Equal(ran.Value.Errors, File.Exists(scratch["left"]) ? await File.ReadAllTextAsync(scratch["left"], Token) : "");
        return (ran.Value.Status.ShellCode, ran.Value.Errors);
    }

    private static SpawnInput Input(string act) => new()
    {
        Program = Sandbox,
        Arguments = ["/bin/sh", "-c", act],
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" },
    };

    private static List<int> Descendants(int pid)
    {
        var found = new List<int> { pid };
        for (var known = 0; known < found.Count; known++)
            found.AddRange(ProcessTable.Stats().Where(process => process.ParentPid == found[known]).Select(process => process.Pid));
        return found;
    }
}
