using System.Net.Sockets;
using System.Text;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>What the service says to a systemd that has started it.</summary>
public sealed class SystemdTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly Socket systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public SystemdTests() => systemd.Bind(new UnixDomainSocketEndPoint(scratch["notify"]));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        systemd.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public async Task systemd_hears_when_it_answers_that_it_still_does_and_that_it_stops()
    {
        await using var stand = await StartAsync(new() { ["WATCHDOG_USEC"] = "200000" });

        Assert.Equal("READY=1", await HearAsync());
        for (var sign = 0; sign < 3; sign++) Assert.Equal("WATCHDOG=1", await HearAsync());

        await stand.StopAsync(Stop);
        var last = await HearAsync();
        while (last == "WATCHDOG=1") last = await HearAsync();
        Assert.Equal("STOPPING=1", last);
    }

    [Fact]
    public async Task a_watchdog_of_another_process_hears_nothing()
    {
        await using var stand = await StartAsync(new() { ["WATCHDOG_USEC"] = "200000", ["WATCHDOG_PID"] = "1" });

        Assert.Equal("READY=1", await HearAsync());
        await stand.StopAsync(Stop);
        Assert.Equal("STOPPING=1", await HearAsync());
    }

    private async Task<ServiceStand> StartAsync(Dictionary<string, string> watchdog)
    {
        watchdog["NOTIFY_SOCKET"] = scratch["notify"];
        var stand = new ServiceStand(Stands.Options(StandMachine.Null) with { Environment = watchdog });
        await stand.StartAsync(Stop);
        return stand;
    }

    private async Task<string> HearAsync()
    {
        var word = new byte[256];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return Encoding.UTF8.GetString(word, 0, await systemd.ReceiveAsync(word, patience.Token));
    }
}
