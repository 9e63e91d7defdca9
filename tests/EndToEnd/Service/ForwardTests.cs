using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary><c>lobsterd port-forward</c> into a real guest.</summary>
public sealed class ForwardTests
{
    private const int MostConnections = 24;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_port_here_leads_to_the_guest_s_and_wakes_it()
    {
        using var scratch = new ScratchFolder();
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var shell = BeginAsync(stand, scratch, alice.Port, 1);
        var ports = await PortsAsync(scratch, 2);

        for (var time = 0; time < 3; time++) await AnswersAsync(stand, ports[0], scratch["errors"]);
        Assert.DoesNotContain("HTTP", await AskAsync(stand, ports[1]), StringComparison.Ordinal);
        Assert.True(await Eventually.HoldsAsync(() => File.ReadAllText(scratch["errors"]).Contains("nobody listens on port 1", StringComparison.Ordinal), Stop));

        _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
        await AnswersAsync(stand, ports[0], scratch["errors"]);

        // It is answered before the last of the wake is done.
        Assert.True(await Eventually.HoldsAsync(async () => (await stand.Reef.FindAsync("alice", Stop))!.State == "running", Stop), "it is not running again");
        await EndAsync(shell, scratch);
    }

    [Fact]
    public async Task as_many_as_may_be_open_at_a_time_are_and_the_next_waits_for_an_end()
    {
        using var scratch = new ScratchFolder();
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;

        // Two ports, of which one is idle: it takes no place.
        var shell = BeginAsync(stand, scratch, alice.Port, 1);
        var to = new IPEndPoint(IPAddress.Loopback, (await PortsAsync(scratch, 2))[0]);
        var open = new List<Socket>();
        try
        {
            for (var one = 0; one < MostConnections; one++)
            {
                open.Add(await stand.Network.ConnectAsync(to, Stop));
                Assert.StartsWith("HTTP/1.1 ", await AskAsync(open[^1]), StringComparison.Ordinal);
            }

            using var further = await stand.Network.ConnectAsync(to, Stop);
            var asking = AskAsync(further);
            Assert.StartsWith("HTTP/1.1 ", await AskAsync(open[0]), StringComparison.Ordinal);
            Assert.False(asking.IsCompleted);
            open[0].Dispose();
            Assert.StartsWith("HTTP/1.1 ", await asking, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var socket in open) socket.Dispose();
        }

        await EndAsync(shell, scratch);
    }

    // Its output goes to a file, so that the ports are known while it runs.
    private static Task<ProgramResult> BeginAsync(ServiceStand stand, ScratchFolder scratch, int port, int other) => stand.ShellAsync(
        $"lobsterd port-forward alice 0:{port} 0:{other} --json > {scratch["ports"]} 2> {scratch["errors"]} & echo $! > {scratch["pid"]}; wait $!", Stop);

    private static async Task<int[]> PortsAsync(ScratchFolder scratch, int count)
    {
        Assert.True(await Eventually.HoldsAsync(() => File.Exists(scratch["ports"]) && File.ReadAllText(scratch["ports"]).Count(character => character == '\n') == count, Stop));
        return [.. (await File.ReadAllLinesAsync(scratch["ports"], Stop)).Select(LocalOf)];
    }

    private static int LocalOf(string line)
    {
        using var report = JsonDocument.Parse(line);
        return report.RootElement.GetProperty("local").GetInt32();
    }

    private static async Task EndAsync(Task<ProgramResult> shell, ScratchFolder scratch)
    {
        var pid = int.Parse(await File.ReadAllTextAsync(scratch["pid"], Stop), CultureInfo.InvariantCulture);
        using (var forward = PidFd.Open(pid).Require()) forward.Signal(Signals.Terminate).Require();
        var ended = await shell;
        Assert.True(ended.Status.IsSuccess, $"{ended.Status}: {await File.ReadAllTextAsync(scratch["errors"], Stop)}");
    }

    private static Task<string> AskAsync(Socket socket) => PlainHttp.AskAsync(socket, Stop);

    private static async Task AnswersAsync(ServiceStand stand, int port, string errors)
    {
        var answer = await AskAsync(stand, port);
        Assert.True(answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), $"answered '{answer}': {await File.ReadAllTextAsync(errors, Stop)}");
    }

    private static async Task<string> AskAsync(ServiceStand stand, int port)
    {
        var asked = await stand.ShellAsync($"bash -c \"exec 3<>/dev/tcp/127.0.0.1/{port} && printf 'GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3 && head -1 <&3\"", Stop);
        return asked.Output.Length > 0 ? asked.Output : asked.Errors;
    }
}
