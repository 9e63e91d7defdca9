using Lobsterd.Cli.Service;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Service;

/// <summary>Starting a service, with shell scripts in its place.</summary>
public sealed class ServiceStartTests : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly ScratchFolder scratch = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task a_service_that_says_it_is_ready_is_started()
    {
        var started = await Detached("echo \"$@\" > " + scratch["told"] + "; printf 1 >&3").StartAsync(Token);

        Assert.True(started.IsSuccess);
        Assert.Equal($"--root {scratch.Path} --ready-fd 3\n", await File.ReadAllTextAsync(scratch["told"], Token));
    }

    [Theory]
    [InlineData(2, "service.start.invalid")]
    [InlineData(4, "service.start.held")]
    [InlineData(5, "service.start.failed")]
    [InlineData(134, "service.start.failed")]
    public async Task one_that_ends_tells_its_last_words_and_hint(int exitCode, string code)
    {
        var error = (await Detached($"echo 'info: nothing' >&2; echo 'lobsterd-service: $.domain: 5, expected a name' >&2; echo 'hint: mend it' >&2; exit {exitCode}").StartAsync(Token)).Error;

        Assert.Equal((code, "the service did not start: $.domain: 5, expected a name", "mend it"), (error.Code.Name, error.Message, error.Hint));
    }

    [Fact]
    public async Task only_the_words_of_this_start_count()
    {
        _ = await Detached("echo 'lobsterd-service: old' >&2; exit 5").StartAsync(Token);

        Assert.Equal("the service did not start: Segmentation fault", (await Detached("echo 'Segmentation fault' >&2; exit 139").StartAsync(Token)).Error.Message);
    }

    [Fact]
    public async Task a_program_that_is_not_there_is_told()
    {
        var error = (await new DetachedService(new ServiceProgram(scratch["none"], scratch.Path), Log()).StartAsync(Token)).Error;

        Assert.Equal("service.start.failed", error.Code.Name);
        Assert.Contains(scratch["none"], error.FullMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_large_log_is_set_aside()
    {
        _ = await Detached("printf 1 >&3").StartAsync(Token);
        await File.WriteAllBytesAsync(Log().Path, new byte[9 << 20], Token);

        _ = await Detached("echo fresh >&2; printf 1 >&3").StartAsync(Token);

        Assert.Equal("fresh\n", await File.ReadAllTextAsync(Log().Path, Token));
        Assert.Equal(9 << 20, new FileInfo(Log().Path + ".1").Length);
    }

    [Fact]
    public void the_unit_is_as_approved()
    {
        Approved.Match("deploy/lobsterd.service", new ServiceUnit("lobsterd", new ServiceProgram("/usr/local/lib/lobsterd/lobsterd-service", "/")).Render());
        Assert.Contains("ExecStart=\"/s\" --root \"/a b%%\\\"\"\n", new ServiceUnit("x", new ServiceProgram("/s", "/a b%\"")).Render(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task systemd_gets_the_unit_once_and_loses_it_at_the_end()
    {
        var systemctl = Script("systemctl", "echo \"$@\" >> " + scratch["calls"]);
        var unit = new ServiceUnit("lobsterd", new ServiceProgram("/s", "/"));
        var systemd = new SystemdService(unit, new ProgramRunner(TimeProvider.System), scratch.Path, systemctl);

        Assert.True((await systemd.StartAsync(Token)).IsSuccess);
        Assert.Equal(unit.Render(), await File.ReadAllTextAsync(scratch["lobsterd.service"], Token));
        Assert.True((await systemd.StartAsync(Token)).IsSuccess);
        Assert.True((await systemd.RemoveAsync(Token)).IsSuccess);
        Assert.False(File.Exists(scratch["lobsterd.service"]));
        Assert.True((await systemd.RemoveAsync(Token)).IsSuccess);

        Assert.Equal(
            ["daemon-reload", "enable lobsterd.service", "start lobsterd.service", "start lobsterd.service", "disable --now lobsterd.service", "daemon-reload"],
            await File.ReadAllLinesAsync(scratch["calls"], Token));
    }

    [Fact]
    public async Task systemd_that_refuses_is_told_with_the_journal_to_read()
    {
        var systemd = new SystemdService(
            new ServiceUnit("lobsterd", new ServiceProgram("/s", "/")), new ProgramRunner(TimeProvider.System), scratch.Path, Script("systemctl", "echo 'Unit is masked.' >&2; exit 1"));

        var error = (await systemd.StartAsync(Token)).Error;

        Assert.Contains("Unit is masked.", error.FullMessage, StringComparison.Ordinal);
        Assert.Equal("journalctl -u lobsterd.service", error.Hint);
    }

    [Fact]
    public void a_root_is_removed_with_the_empty_folders_around_it_and_no_others()
    {
        var paths = new LobsterdPaths(scratch.Path);
        foreach (var folder in (string[])[paths.State, paths.Etc, paths.Run]) _ = Directory.CreateDirectory(folder);
        File.WriteAllText(scratch["etc/other"], "");

        Assert.True(RootRemoval.IsAnythingIn(paths));
        Assert.True(RootRemoval.Run(paths).IsSuccess);

        Assert.False(RootRemoval.IsAnythingIn(paths));
        Assert.Equal([scratch["etc"], scratch["etc/other"]], Directory.EnumerateFileSystemEntries(scratch.Path, "*", SearchOption.AllDirectories).Order());
    }

    private DetachedService Detached(string script) => new(new ServiceProgram(Script("service", script), scratch.Path), Log());

    private ServiceLog Log() => new(new LobsterdPaths(scratch.Path));

    private string Script(string name, string body)
    {
        var path = scratch[name];
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, Executable);
        return path;
    }
}
