using System.Net;
using System.Text;
using Lobsterd.Domain.Agent;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Guest;

/// <summary>What a PID 1 owes everyone else, with real processes in a PID namespace.</summary>
public sealed class InitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task orphans_are_collected_and_no_child_is_taken_from_its_owner()
    {
        await using var guest = await StartAsync();
        var init = guest.Init;
        var orphans = Enumerable.Range(0, 10).Select(_ => guest.ShellAsync("for i in 1 2 3 4 5 6 7 8 9 10; do (busybox sleep 0.0$i &); done", Token));
        var owned = Enumerable.Range(0, 20).Select(code => guest.ShellAsync($"busybox sleep 0.0{code % 10}; exit {code}", Token));
        var ended = await Task.WhenAll(orphans.Concat(owned));

        Assert.Equal([.. Enumerable.Repeat(0, 10), .. Enumerable.Range(0, 20)], ended.Select(one => one.Code));
        Assert.True(await Eventually.HoldsAsync(() => ProcessTable.Stats().All(stat => stat.ParentPid != init), Token));
    }

    [Fact]
    public async Task a_shutdown_is_a_term_to_everyone_and_a_kill_for_who_stays()
    {
        await using var guest = await StartAsync();
        _ = await guest.ShellAsync("""
            (trap 'echo bye > /disk/polite; exit' TERM; echo > /disk/one; while :; do busybox sleep 0.01; done) > /dev/null 2>&1 < /dev/null &
            (trap 'echo no > /disk/stubborn' TERM; echo > /disk/two; while :; do busybox sleep 0.01; done) > /dev/null 2>&1 < /dev/null &
            while [ ! -e /disk/one ] || [ ! -e /disk/two ]; do busybox sleep 0.01; done
            """, Token);
        Assert.True((await guest.Client.ShutdownAsync(guest.Owner, GuestMachine.Token, Token)).IsSuccess);

        Assert.Equal(0, await guest.EndedAsync(Token));
        Assert.True(File.Exists(Path.Combine(guest.Disk, "polite")) && File.Exists(Path.Combine(guest.Disk, "stubborn")));
        Assert.Equal("restart now", guest.Calls[^1]);
    }

    [Fact]
    public async Task a_term_to_it_is_a_shutdown()
    {
        await using var guest = await StartAsync();
        await guest.StartWorkloadAsync(Token);
        using (var init = PidFd.Open(guest.Init).Value) Assert.True(init.Signal(Signals.Terminate).IsSuccess);

        Assert.Equal(0, await guest.EndedAsync(Token));
        Assert.Equal("restart now", guest.Calls[^1]);
    }

    [Fact]
    public async Task a_full_disk_stops_nothing_but_what_writes_to_it()
    {
        await using var guest = await GuestMachine.StartAsync(hasBusybox: true, "400k", workload: null, Token);
        await guest.StartWorkloadAsync(Token);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{guest.Address}:9000") };
        var filled = await guest.ShellAsync("busybox dd if=/dev/zero of=/disk/full bs=1k; busybox df /disk | busybox tail -n 1", Token);
        Assert.Contains("100%", filled.Output, StringComparison.Ordinal);

        using var refused = await client.PostAsync(new Uri($"/disk?token={GuestMachine.GatewayToken}", UriKind.Relative), null, Token);
        Assert.Equal(HttpStatusCode.InsufficientStorage, refused.StatusCode);
        Assert.Contains("alice", await client.GetStringAsync(new Uri("/", UriKind.Relative), Token), StringComparison.Ordinal);
        Assert.Equal("fine\n", (await guest.ShellAsync("echo fine", Token)).Output);
        Assert.InRange((await guest.Client.StatsAsync(guest.Owner, GuestMachine.Token, Token)).Value.DiskFreeBytes, 0, 4096);
        Assert.True((await guest.Client.StopWorkloadAsync(guest.Owner, GuestMachine.Token, Token)).IsSuccess);
        await guest.StartWorkloadAsync(Token);

        _ = await guest.ShellAsync("busybox rm /disk/full", Token);
        using var counted = await client.PostAsync(new Uri($"/disk?token={GuestMachine.GatewayToken}", UriKind.Relative), null, Token);
        Assert.Equal("""{"counter":1}""", await counted.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task a_workload_that_writes_for_ever_is_kept_within_the_bounds_of_ring_and_file()
    {
        var loud = new WorkloadSpec { Name = "loud", Command = ["/bin/busybox", "sh", "-c", "i=0; while [ $i -lt 20000 ]; do echo $i 0123456789012345678901234567890123456789; i=$((i+1)); done; exec busybox sleep 60"], Port = 9000 };
        await using var guest = await GuestMachine.StartAsync(hasBusybox: true, "300k", loud, Token);
        Assert.True((await guest.Client.StartWorkloadAsync(guest.Owner, GuestMachine.Token, Token)).IsSuccess);

        var last = "";
        await foreach (var line in guest.Client.LogsAsync(guest.Owner, GuestMachine.Token, 1, follow: true, Token))
        {
            last = line.Value.Text;
            if (last.StartsWith("19999 ", StringComparison.Ordinal)) break;
        }

        Assert.StartsWith("19999 ", last, StringComparison.Ordinal);
        Assert.Equal("fine\n", (await guest.ShellAsync("echo fine", Token)).Output);
    }

    [Fact]
    public async Task a_command_on_a_terminal_has_its_size_its_signals_and_its_end()
    {
        await using var guest = await StartAsync();
        var started = await guest.Client.ExecAsync(guest.Owner, GuestMachine.Token, new ExecSpec
        {
            Command = ["/bin/busybox", "sh", "-c", "busybox stty size; trap 'busybox stty size; exit 5' INT; echo ready $TERM; while :; do busybox sleep 0.01; done"],
            Terminal = true,
            Columns = 120,
            Rows = 50,
        }, Token);
        await using var session = started.Value;
        var output = new StringBuilder();
        var hasTyped = false;
        await foreach (var happened in session.ReadAsync(Token))
        {
            if (happened.Value is ExecEvent.Exited exited)
            {
                Assert.Equal(5, exited.Code);
                break;
            }

            _ = output.Append(Encoding.ASCII.GetString(Assert.IsType<ExecEvent.Output>(happened.Value).Data.Span));
            if (hasTyped || !output.ToString().Contains("ready", StringComparison.Ordinal)) continue;
            hasTyped = true;
            Assert.True((await session.ResizeAsync(90, 30, Token)).IsSuccess);
            Assert.True((await session.WriteInputAsync("\u0003"u8.ToArray(), Token)).IsSuccess);
        }

        Assert.StartsWith("50 120\r\nready xterm-256color\r\n", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("30 90\r\n", output.ToString(), StringComparison.Ordinal);
    }

    private static Task<GuestMachine> StartAsync() => GuestMachine.StartAsync(hasBusybox: true, diskSize: null, workload: null, Token);
}
