using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.UnixSockets;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Launcher;

/// <summary>The launcher as a program: what it is told, what it answers, and whom it outlives.</summary>
public sealed class LauncherTests : IAsyncDisposable
{
    private const uint User = 64_010;

    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(20);

    private readonly ScratchFolder scratch = new();
    private readonly Launchers launchers = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await launchers.DisposeAsync();
        scratch.Dispose();
    }

    [Fact]
    public async Task it_answers_with_a_handle_on_the_vmm()
    {
        var (report, vmm) = await launchers.StartAsync(Json(Spec("exit 0")));

        Assert.Null(report.ErrorCode);
        using (vmm) await vmm!.WaitForExitAsync(Token).WaitAsync(Ceiling, Token);
        Assert.True(await Eventually.HoldsAsync(() => File.Exists(Run(JailFiles.Exit)), Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"program\":\"/bin/busybox\"}")]
    public async Task what_is_no_spec_is_refused(string text) =>
        Assert.Equal(JailErrors.SpecInvalid.Name, (await launchers.StartAsync(Encoding.UTF8.GetBytes(text))).Report.ErrorCode);

    [Fact]
    public async Task an_unknown_member_is_refused()
    {
        var json = JsonNode.Parse(Json(Spec("exit 0")))!.AsObject();
        json["chroot"] = "/";

        Assert.Equal(JailErrors.SpecInvalid.Name, (await launchers.StartAsync(Encoding.UTF8.GetBytes(json.ToJsonString()))).Report.ErrorCode);
    }

    [Fact]
    public async Task root_is_refused() =>
        Assert.Equal(JailErrors.SpecInvalid.Name, (await launchers.StartAsync(Json(Spec("exit 0") with { UserId = 0 }))).Report.ErrorCode);

    [Fact]
    public async Task more_than_a_spec_can_be_is_refused() =>
        Assert.Equal(JailErrors.SpecInvalid.Name, (await launchers.StartAsync(new byte[JailFiles.LongestSpec + 1])).Report.ErrorCode);

    [Fact]
    public async Task a_cgroup_that_is_not_there_is_named()
    {
        var (report, _) = await launchers.StartAsync(Json(Spec("exit 0") with { Cgroups = ["/sys/fs/cgroup/no-such-one"] }));

        Assert.Equal(JailErrors.BuildFailed.Name, report.ErrorCode);
        Assert.Contains("no-such-one", report.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_descriptor_that_was_not_handed_over_is_refused()
    {
        var (report, _) = await launchers.StartAsync(Json(Spec("exit 0") with { Descriptors = [77] }));

        Assert.NotNull(report.ErrorCode);
    }

    [Fact]
    public async Task a_mount_that_is_not_there_leaves_nothing_behind()
    {
        var before = await File.ReadAllTextAsync("/proc/self/mountinfo", Token);
        var spec = Spec("exit 0");

        var (report, _) = await launchers.StartAsync(Json(spec with { Mounts = [.. spec.Mounts, new JailMount("/no/such/file", "/x")] }));

        Assert.Equal(JailErrors.BuildFailed.Name, report.ErrorCode);
        Assert.Equal(before, await File.ReadAllTextAsync("/proc/self/mountinfo", Token));
        Assert.Empty(Directory.GetFileSystemEntries(spec.MountPoint));
    }

    [Fact]
    public async Task a_file_that_cannot_be_executed_is_said_to_be_so()
    {
        File.WriteAllText(scratch["vmm"], "not a program");
        var spec = Spec("");

        var (report, _) = await launchers.StartAsync(Json(spec with { Program = "/vmm", Mounts = [new JailMount(scratch["vmm"], "/vmm"), .. spec.Mounts] }));

        Assert.Equal(JailErrors.ExecFailed.Name, report.ErrorCode);
    }

    [Fact]
    public async Task nobody_need_be_listening()
    {
        launchers.StartUnheard(Json(Spec("echo up; exit 5")));

        Assert.True(await Eventually.HoldsAsync(() => File.Exists(Run(JailFiles.Exit)), Token));
        Assert.Equal(new ExitRecord(5, null), Recorded());
    }

    [Fact]
    public async Task launcher_and_vmm_outlive_whoever_started_them()
    {
        // A shell stands for the service: it starts the launcher as the spawner does, and is killed with its whole process group.
        await File.WriteAllBytesAsync(scratch["spec"], Json(Spec("echo up; read -r line <&20; exit 9") with { Descriptors = [20] }), Token);
        using var gate = SocketPair.Create().Value;
        var script = $"setsid {PublishedBinaries.Launcher} 3<{scratch["spec"]} 4>/dev/null & wait";
        using (var service = Spawner.Start(Shell(script) with { NewSession = true, Descriptors = [new(20, gate.Theirs)] }).Value)
        {
            gate.Theirs.Dispose();
            Assert.True(await Eventually.HoldsAsync(() => File.Exists(Run(JailFiles.Console)), Token));
            foreach (var member in ProcessTable.OfSession(service.Pid))
            {
                using var process = PidFd.Open(member.Pid).Value;
                _ = process.Signal(Signals.Kill);
            }
            Assert.Equal(Signals.Kill, (await service.WaitForExitAsync(Token).WaitAsync(Ceiling, Token)).Signal);
        }
        Assert.False(File.Exists(Run(JailFiles.Exit)));

        gate.Ours.Dispose();

        Assert.True(await Eventually.HoldsAsync(() => File.Exists(Run(JailFiles.Exit)), Token));
        Assert.Equal(new ExitRecord(9, null), Recorded());
        Assert.Equal("up\n", await File.ReadAllTextAsync(Run(JailFiles.Console), Token));
    }

    private JailSpec Spec(string script)
    {
        _ = Directory.CreateDirectory(scratch["run"]);
        _ = Directory.CreateDirectory(scratch["jail"]);
        return new JailSpec
        {
            Program = "/bin/busybox",
            Arguments = ["sh", "-c", script],
            Environment = new Dictionary<string, string>(),
            UserId = User,
            GroupId = User,
            Groups = [],
            Cgroups = [],
            MountPoint = scratch["jail"],
            Mounts = [new JailMount("/bin/busybox", "/bin/busybox"), new JailMount("/dev/null", "/dev/null", IsDevice: true)],
            Descriptors = [],
            Limits = new JailLimits(256, 1 << 20),
            RunFolder = scratch["run"],
        };
    }

    private static byte[] Json(JailSpec spec) => JsonSerializer.SerializeToUtf8Bytes(spec, JailJson.Default.JailSpec);

    private string Run(string file) => Path.Combine(scratch["run"], file);

    private ExitRecord Recorded() => JsonSerializer.Deserialize(File.ReadAllBytes(Run(JailFiles.Exit)), JailJson.Default.ExitRecord)!;

    private static SpawnInput Shell(string script) =>
        new() { Program = "/bin/sh", Arguments = ["-c", script], Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" } };
}
