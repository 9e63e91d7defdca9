using System.Globalization;
using System.Text.Json;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Launcher;

/// <summary>The launcher with a jailer, for which a shell stands: it leaves a process behind, writes its pid down and ends.</summary>
public sealed class LauncherByJailerTests : IAsyncDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly Launchers launchers = new(JailFiles.ByJailer);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string PidFile => scratch["vmm.pid"];

    public async ValueTask DisposeAsync()
    {
        await launchers.DisposeAsync();
        scratch.Dispose();
    }

    [Fact]
    public async Task it_answers_with_a_handle_on_what_the_jailer_left()
    {
        var (report, vmm) = await LaunchAsync(Leaving("exec sleep 60"));

        Assert.Null(report.ErrorCode);
        Assert.Equal(await File.ReadAllTextAsync(PidFile, Token), report.Pid.ToString(CultureInfo.InvariantCulture));
        Assert.False(vmm!.HasExited);
        using (vmm) _ = vmm.Signal(Signals.Kill);
        await RecordedAsync();
    }

    [Fact]
    public async Task the_exit_code_of_the_orphan_is_recorded()
    {
        var (_, vmm) = await LaunchAsync(Leaving("sleep 0.3; echo words; exit 148"));

        vmm?.Dispose();
        Assert.Equal(new ExitRecord(148, null), await RecordedAsync());
        Assert.Equal("words\n", await File.ReadAllTextAsync(Run(JailFiles.Console), Token));
    }

    [Fact]
    public async Task the_signal_that_ended_the_orphan_is_recorded()
    {
        var (_, vmm) = await LaunchAsync(Leaving("exec sleep 60"));

        using (vmm) _ = vmm!.Signal(Signals.Kill);

        Assert.Equal(new ExitRecord(null, Signals.Kill), await RecordedAsync());
    }

    [Fact]
    public async Task a_refusal_comes_back_in_the_jailers_words()
    {
        var (report, _) = await LaunchAsync("echo 'Invalid uid: -1' >&2; echo 'Error: Uid' >&2; exit 1");

        Assert.Equal(JailErrors.JailerFailed.Name, report.ErrorCode);
        Assert.Contains("exit code 1", report.Error, StringComparison.Ordinal);
        Assert.Contains("Invalid uid: -1", report.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0")]
    [InlineData(": > $0; exit 0")]
    [InlineData("printf 1 > $0; exit 0")]
    [InlineData("printf nonsense > $0; exit 0")]
    public async Task a_jailer_that_left_no_pid_has_failed(string script) =>
        Assert.Equal(JailErrors.JailerFailed.Name, (await LaunchAsync(script)).Report.ErrorCode);

    [Fact]
    public async Task a_pid_that_is_no_orphan_of_the_jailers_is_not_taken_for_the_vmm()
    {
        using var stranger = Spawner.Start(new SpawnInput { Program = "/bin/sleep", Arguments = ["60"] }).Value;

        var (report, _) = await LaunchAsync($"printf {stranger.Pid} > $0; exit 0");

        Assert.Equal(JailErrors.JailerFailed.Name, report.ErrorCode);
        _ = stranger.Signal(Signals.Kill);
    }

    [Fact]
    public async Task a_program_that_is_not_there_is_a_jailer_that_failed()
    {
        var (report, _) = await LaunchAsync(Spec("") with { Jailer = "/no/such/jailer" });

        Assert.Equal(JailErrors.JailerFailed.Name, report.ErrorCode);
    }

    [Fact]
    public async Task a_relative_pid_file_is_refused() =>
        Assert.Equal(JailErrors.SpecInvalid.Name, (await LaunchAsync(Spec("exit 0") with { PidFile = "vmm.pid" })).Report.ErrorCode);

    // $0 is the pid file.
    private static string Leaving(string vmm) => $"sh -c '{vmm}' & printf %s $! > $0; exit 0";

    private Task<(JailReport Report, PidFd? Vmm)> LaunchAsync(string script) => LaunchAsync(Spec(script));

    private JailerSpec Spec(string script)
    {
        _ = Directory.CreateDirectory(scratch["run"]);
        return new JailerSpec { Jailer = "/bin/sh", Arguments = ["-c", script, PidFile], PidFile = PidFile, Cgroups = [], RunFolder = scratch["run"] };
    }

    private string Run(string file) => Path.Combine(scratch["run"], file);

    private async Task<ExitRecord> RecordedAsync()
    {
        Assert.True(await Eventually.HoldsAsync(() => File.Exists(Run(JailFiles.Exit)), Token));
        return JsonSerializer.Deserialize(await File.ReadAllBytesAsync(Run(JailFiles.Exit), Token), JailJson.Default.ExitRecord)!;
    }

    private Task<(JailReport Report, PidFd? Vmm)> LaunchAsync(JailerSpec spec) =>
        launchers.StartAsync(JsonSerializer.SerializeToUtf8Bytes(spec, JailJson.Default.JailerSpec));
}
