using System.Globalization;
using System.Text.Json;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary><c>lobsterd port-forward</c> into a real guest.</summary>
public sealed class ForwardTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_port_here_leads_to_the_guest_s_and_wakes_it()
    {
        using var scratch = new ScratchFolder();
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;

        // Its output goes to a file, so that the port is known while it runs.
        var shell = stand.ShellAsync(
            $"lobsterd port-forward alice 0:{alice.Port} 0:1 --json > {scratch["ports"]} 2> {scratch["errors"]} & echo $! > {scratch["pid"]}; wait $!", Stop);
        Assert.True(await Eventually.HoldsAsync(() => File.Exists(scratch["ports"]) && File.ReadAllText(scratch["ports"]).Count(character => character == '\n') == 2, Stop));
        var ports = (await File.ReadAllLinesAsync(scratch["ports"], Stop)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("local").GetInt32()).ToArray();

        for (var time = 0; time < 3; time++) await AnswersAsync(stand, ports[0], scratch["errors"]);
        Assert.DoesNotContain("HTTP", await AskAsync(stand, ports[1]), StringComparison.Ordinal);
        Assert.True(await Eventually.HoldsAsync(() => File.ReadAllText(scratch["errors"]).Contains("nobody listens on port 1", StringComparison.Ordinal), Stop));

        _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
        await AnswersAsync(stand, ports[0], scratch["errors"]);
        Assert.Equal("running", (await stand.Reef.FindAsync("alice", Stop))!.State);

        var pid = int.Parse(await File.ReadAllTextAsync(scratch["pid"], Stop), CultureInfo.InvariantCulture);
        using (var forward = PidFd.Open(pid).Require()) forward.Signal(Signals.Terminate).Require();
        var ended = await shell;
        Assert.True(ended.Status.IsSuccess, $"{ended.Status}: {await File.ReadAllTextAsync(scratch["errors"], Stop)}");
    }

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
