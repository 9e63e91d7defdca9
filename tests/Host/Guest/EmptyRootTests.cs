using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Lobsterd.Domain.Agent;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Guest;

/// <summary>The published binary where nothing else is: no library, no /etc, no shell.</summary>
public sealed class EmptyRootTests : IAsyncLifetime
{
    private GuestMachine guest = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // As many variables as an operator may well set: a claim of any length is read without a library.
    public async ValueTask InitializeAsync() => guest = await GuestMachine.StartAsync(
        hasBusybox: false,
        diskSize: null,
        new WorkloadSpec
        {
            Name = "gateway",
            Port = 9000,
            Environment = Enumerable.Range(0, 60).ToDictionary(number => string.Create(CultureInfo.InvariantCulture, $"SETTING_{number}"), _ => "x"),
        },
        Token);

    public ValueTask DisposeAsync() => guest.DisposeAsync();

    [Fact]
    public async Task claim_exec_gateway_and_a_websocket_need_nothing_but_the_binary()
    {
        var (output, code) = await guest.ExecAsync(new ExecSpec { Command = ["/lobsterd-guest", "--version"] }, Token);
        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+", output);

        await guest.StartWorkloadAsync(Token);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{guest.Address}:9000") };
        Assert.Contains("\"tenant\":\"alice\"", await client.GetStringAsync(new Uri("/", UriKind.Relative), Token), StringComparison.Ordinal);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", GuestMachine.GatewayToken);
        using var counted = await client.PostAsync(new Uri("/disk", UriKind.Relative), null, Token);
        Assert.Equal("""{"counter":1}""", await counted.Content.ReadAsStringAsync(Token));
        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(guest.Disk, "home/tenant/.lobster-counter"), Token));

        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{guest.Address}:9000/ws?token={GuestMachine.GatewayToken}"), Token);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token);
        var answer = new byte[16];
        var received = await socket.ReceiveAsync(answer, Token);
        Assert.Equal("hello", Encoding.UTF8.GetString(answer, 0, received.Count));
    }

    [Fact]
    public async Task a_client_that_leaves_in_mid_download_does_not_end_the_gateway()
    {
        await guest.StartWorkloadAsync(Token);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{guest.Address}:9000") };
        using (var response = await client.GetAsync(
            new Uri($"/bytes?count=1000000000&token={GuestMachine.GatewayToken}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        Assert.Contains("alice", await client.GetStringAsync(new Uri("/", UriKind.Relative), Token), StringComparison.Ordinal);
        Assert.Equal(0, (await guest.Client.StatsAsync(guest.Owner, GuestMachine.Token, Token)).Value.WorkloadRestarts);
    }

    [Fact]
    public async Task the_workload_runs_as_its_own_user_without_groups_or_a_way_to_more_rights()
    {
        await guest.StartWorkloadAsync(Token);
        var gateway = ProcessTable.Stats().Single(stat => stat.ParentPid == guest.Init).Pid;
        var status = await File.ReadAllLinesAsync($"/proc/{gateway}/status", Token);

        Assert.Contains("Uid:\t1000\t1000\t1000\t1000", status);
        Assert.Contains("Gid:\t1000\t1000\t1000\t1000", status);
        Assert.Contains("NoNewPrivs:\t1", status);
        Assert.Contains("CapEff:\t0000000000000000", status);
        Assert.Equal("", status.Single(line => line.StartsWith("Groups:", StringComparison.Ordinal))["Groups:".Length..].Trim());
    }

    [Fact]
    public async Task what_would_change_the_machine_is_noted_and_the_hosts_name_and_clock_stay()
    {
        var name = await File.ReadAllTextAsync("/proc/sys/kernel/hostname", Token);

        Assert.Equal(["seed", "machine-id", "boot-id", "clock", "hostname"], guest.Calls.Select(call => call.Split(' ')[0]));
        Assert.Equal("hostname alice", guest.Calls[^1]);
        Assert.NotEqual("alice", name.Trim());
        Assert.True(TimeProvider.System.GetUtcNow() < DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000) || TimeProvider.System.GetUtcNow().Year > 2027);
    }

    [Fact]
    public async Task a_gateway_that_is_killed_is_started_again()
    {
        await guest.StartWorkloadAsync(Token);
        var gateway = ProcessTable.Stats().Single(stat => stat.ParentPid == guest.Init).Pid;
        using (var handle = PidFd.Open(gateway).Value) Assert.True(handle.Signal(Signals.Kill).IsSuccess);

        Assert.True(await Eventually.HoldsAsync(() => ProcessTable.Stats().Any(stat => stat.ParentPid == guest.Init && stat.Pid != gateway && !stat.IsZombie), Token));
        Assert.True((await guest.Client.WaitWorkloadAsync(guest.Owner, GuestMachine.Token, null, Token)).IsSuccess);
        Assert.Equal(1, (await guest.Client.StatsAsync(guest.Owner, GuestMachine.Token, Token)).Value.WorkloadRestarts);
    }
}
