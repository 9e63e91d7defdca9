using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Tenants whose egress policy has names, from the command line to the packet.</summary>
/// <remarks>The guest is told what to do by a shell that its workload is, through the edge: it works while no service is there.</remarks>
public sealed class NamesTests
{
    private const int HostPort = 22_023;
    private const string Api = "api.example.org";
    private const string Other = "other.example.org";
    private const string Config = """
        {"network":{"firewall":"nftables","dns":["9.9.9.9"]},"workloads":{"shell":{"command":["/usr/bin/busybox","nc","-ll","-p","9000","-e","/bin/sh"],"port":9000}}}
        """;

    private static readonly IPAddress First = IPAddress.Parse("203.0.113.9");
    private static readonly IPAddress Second = IPAddress.Parse("203.0.113.10");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_guest_resolves_and_reaches_what_its_policy_names_and_nothing_else_and_a_change_holds_at_once()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, Config);
        await using var world = await StartWorldAsync(stand);
        await SpawnAsync(stand, $"allow:{Api}:443");

        Assert.DoesNotContain("hello", await TellAsync(stand, Visit(First, 443)), StringComparison.Ordinal);
        Assert.Contains($"{First}", await TellAsync(stand, Resolve(Api)), StringComparison.Ordinal);
        Assert.Contains(FarWorld.GreetingOf(First), await TellAsync(stand, Visit(First, 443)), StringComparison.Ordinal);
        Assert.DoesNotContain("hello", await TellAsync(stand, Visit(First, 80)), StringComparison.Ordinal);
        Assert.DoesNotContain("hello", await TellAsync(stand, Visit(Second, 443)), StringComparison.Ordinal);
        Assert.Contains("REFUSED", await TellAsync(stand, Resolve(Other)), StringComparison.Ordinal);
        Assert.DoesNotContain(Other, world.Asked);

        Assert.True((await stand.CliAsync(["egress", "alice", "set", $"allow:*.example.org"], Stop)).Status.IsSuccess);
        Assert.Equal($"allow:*.example.org\n", (await stand.CliAsync(["egress", "alice"], Stop)).Output);
        Assert.Contains($"{Second}", await TellAsync(stand, Resolve(Other)), StringComparison.Ordinal);
        Assert.Contains(FarWorld.GreetingOf(Second), await TellAsync(stand, Visit(Second, 80)), StringComparison.Ordinal);
        Assert.Equal(0, (await stand.CliAsync(["molt", "alice", "--dry-run"], Stop)).Status.Code);

        Assert.True((await stand.CliAsync(["egress", "alice", "set", "none"], Stop)).Status.IsSuccess);
        Assert.DoesNotContain("hello", await TellAsync(stand, Visit(Second, 80)), StringComparison.Ordinal);
        _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();
        Assert.DoesNotContain((await HostPicture.TakeAsync(stand, Stop)).Lines, line => line.Contains("lob0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_name_that_leads_to_the_host_or_to_a_private_place_leads_nowhere()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, Config);
        await using var world = await StartWorldAsync(stand);
        await SpawnAsync(stand, $"allow:{Api}");

        foreach (var place in (string[])["10.0.0.5", "127.0.0.1", "169.254.169.254", "10.66.0.1"])
        {
            world.Names[Api] = IPAddress.Parse(place);
            Assert.Contains("REFUSED", await TellAsync(stand, Resolve(Api)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task what_is_asked_while_the_service_or_the_edge_is_dead_is_answered_when_it_is_back()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, Config);
        await using var world = await StartWorldAsync(stand);
        await SpawnAsync(stand, $"allow:{Api}:443");
        _ = await TellAsync(stand, Resolve(Api));

        await stand.KillAsync();
        // Where it led before, it still leads; and what is asked waits.
        Assert.Contains(FarWorld.GreetingOf(First), await TellAsync(stand, Visit(First, 443)), StringComparison.Ordinal);
        world.Names[Api] = Second;
        var asking = TellAsync(stand, $"until {Resolve(Api)} | grep {Second}; do :; done");
        await stand.StartAsync(Stop);
        Assert.Contains($"{Second}", await asking, StringComparison.Ordinal);
        Assert.Contains(FarWorld.GreetingOf(Second), await TellAsync(stand, Visit(Second, 443)), StringComparison.Ordinal);

        world.Names[Api] = First;
        KillEdge(stand);
        // Whoever talked through the edge begins anew, and so does this shell.
        Assert.True(await Eventually.HoldsAsync(async () => (await TryTellAsync(stand, Resolve(Api)))?.Contains($"{First}", StringComparison.Ordinal) == true, Stop, TimeSpan.FromSeconds(60)));
        Assert.Contains(FarWorld.GreetingOf(First), await TellAsync(stand, Visit(First, 443)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task behind_iptables_names_are_refused_and_addresses_are_not()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, """{"network":{"firewall":"iptables"}}""");

        var refused = await stand.CliAsync(["spawn", "alice", "--egress", $"allow:{Api}"], Stop);
        Assert.Equal(2, refused.Status.Code);
        Assert.Contains("cannot follow domain names", refused.Errors, StringComparison.Ordinal);
        Assert.True((await stand.CliAsync(["spawn", "alice", "--egress", $"allow:{First}:443"], Stop)).Status.IsSuccess);
        Assert.Equal(2, (await stand.CliAsync(["egress", "alice", "set", $"allow:*.{Api}"], Stop)).Status.Code);
    }

    private static string Resolve(string name) => $"busybox nslookup -type=a {name} {FarWorld.Resolver}";

    private static string Visit(IPAddress place, int port) => $"busybox nc -w 1 {place} {port}";

    private static async Task<FarWorld> StartWorldAsync(ServiceStand stand)
    {
        var world = await FarWorld.StartAsync(stand, [First, Second], 80, 443);
        (world.Names[Api], world.Names[Other]) = (First, Second);
        return world;
    }

    private static async Task SpawnAsync(ServiceStand stand, string policy) => _ = (await stand.Reef.SpawnAsync(
        new SpawnBody { Name = "alice", Workload = "shell", Egress = policy, Publish = [new PublishBody(HostPort, 9_000)] }, Stop)).Succeeded();

    private static void KillEdge(ServiceStand stand)
    {
        using var mark = JsonDocument.Parse(File.ReadAllText(Path.Combine(stand.Paths.Run, "edge.pid")));
        using var edge = PidFd.Open(mark.RootElement.GetProperty("pid").GetInt32()).Value;
        Assert.True(edge.Signal(Signals.Kill).IsSuccess);
    }

    private static async Task<string> TellAsync(ServiceStand stand, string line) =>
        await TryTellAsync(stand, line) ?? throw new InvalidOperationException("the guest's shell was cut off");

    // All that the shell says until it ends; null when nobody leads there.
    private static async Task<string?> TryTellAsync(ServiceStand stand, string line)
    {
        try
        {
            using var socket = await stand.Network.ConnectAsync(new IPEndPoint(IPAddress.Loopback, HostPort), Stop);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"exec 2>&1; {line}; exit\n"), Stop);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return await reader.ReadToEndAsync(Stop);
        }
        catch (Exception gone) when (gone is SocketException or IOException)
        {
            return null;
        }
    }
}
