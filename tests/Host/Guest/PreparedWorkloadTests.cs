using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Workloads;
using Lobsterd.Host.Agent;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Guest;

/// <summary>A program that is started before there is a tenant, and becomes the tenant's: with the published guest binary.</summary>
public sealed class PreparedWorkloadTests
{
    // Waits once, tells what it was given, and stays; without a wish to wait it is an ordinary workload.
    private const string Script = """
        if [ -n "$LOBSTER_AWAITS_TENANT" ]; then echo "tenant: ${LOBSTER_TENANT:-nobody}"; echo "lobster: waits"; busybox tr '\000' '\n'
        else echo "ordinary for $LOBSTER_TENANT"; fi
        echo started; exec busybox sleep 600
        """;

    private static readonly PreparedWorkload Gateway = new("gateway", [], "tenant");
    private static readonly WorkloadSpec Scripted = new() { Name = "bot", Command = ["/bin/busybox", "sh", "-c", Script], Port = 9000 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_gateway_waits_without_a_port_and_is_then_the_tenants_without_another_start()
    {
        await using var guest = await GuestMachine.StartAnonymousAsync(hasBusybox: true, diskSize: null, Token);
        Succeeds(await guest.Client.PrepareWorkloadAsync(guest.Owner, Gateway, Token));
        Succeeds(await guest.Client.PrepareWorkloadAsync(guest.Owner, Gateway, Token));
        var waiting = await OnlyChildAsync(guest);

        Succeeds(await guest.Client.ClaimAsync(guest.Owner, guest.Claim(workload: null), Token));
        Assert.DoesNotContain(":2328 ", await ListenersAsync(guest), StringComparison.Ordinal);
        Assert.True((await guest.Client.HealthAsync(guest.Owner, Token)).Value is { IsWorkloadAnswering: false });
        await guest.StartWorkloadAsync(Token);

        using var client = new HttpClient { BaseAddress = new Uri($"http://{guest.Address}:9000") };
        using var report = JsonDocument.Parse(await client.GetStringAsync(new Uri("/", UriKind.Relative), Token));
        Assert.Equal("alice", report.RootElement.GetProperty("tenant").GetString());
        Assert.Matches("^[0-9a-f]{32}$", report.RootElement.GetProperty("instance").GetString());
        Assert.Equal(waiting, await OnlyChildAsync(guest));
        Assert.Contains(":2328 ", await ListenersAsync(guest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_it_is_given_is_what_an_ordinary_start_would_give_and_a_restart_is_one()
    {
        await using var guest = await GuestMachine.StartAnonymousAsync(hasBusybox: true, diskSize: null, Token);
        Succeeds(await guest.Client.PrepareWorkloadAsync(guest.Owner, PreparedWorkload.Of(Scripted), Token));
        var workload = Scripted with { Environment = new Dictionary<string, string> { ["COLOUR"] = "blue = green" } };
        var claim = guest.Claim(workload) with { Secrets = [new WorkloadSecret("KEY", "planted", IsFile: false)] };
        Succeeds(await guest.Client.ClaimAsync(guest.Owner, claim, Token));
        Succeeds(await guest.Client.StartWorkloadAsync(guest.Owner, GuestMachine.Token, Token));

        var lines = await LinesAsync(guest, "started");
        Assert.Contains("tenant: nobody", lines);
        Assert.DoesNotContain("lobster: waits", lines);
        foreach (var given in (string[])["LOBSTER_TENANT=alice", "LOBSTER_GATEWAY_TOKEN=gateway-token", "PORT=9000", "COLOUR=blue = green", "KEY=planted", "HOME=/disk/home/tenant"])
            Assert.Contains(given, lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("LOBSTER_AWAITS_TENANT", StringComparison.Ordinal));

        Succeeds(await guest.Client.StopWorkloadAsync(guest.Owner, GuestMachine.Token, Token));
        Succeeds(await guest.Client.StartWorkloadAsync(guest.Owner, GuestMachine.Token, Token));
        _ = await LinesAsync(guest, "ordinary for alice");
    }

    [Fact]
    public async Task what_does_not_fit_the_tenant_is_gone_and_the_start_is_an_ordinary_one()
    {
        await using var guest = await GuestMachine.StartAnonymousAsync(hasBusybox: true, diskSize: null, Token);
        Succeeds(await guest.Client.PrepareWorkloadAsync(guest.Owner, PreparedWorkload.Of(Scripted), Token));
        var waiting = await OnlyChildAsync(guest);
        Succeeds(await guest.Client.ClaimAsync(guest.Owner, guest.Claim(workload: null), Token));
        await guest.StartWorkloadAsync(Token);

        Assert.NotEqual(waiting, await OnlyChildAsync(guest));
        Assert.DoesNotContain(ProcessTable.Stats(), stat => stat.Pid == waiting);
    }

    [Fact]
    public async Task one_that_died_before_its_tenant_came_is_started_as_any_other()
    {
        await using var guest = await GuestMachine.StartAnonymousAsync(hasBusybox: true, diskSize: null, Token);
        Succeeds(await guest.Client.PrepareWorkloadAsync(guest.Owner, PreparedWorkload.Of(Scripted), Token));
        using (var waiting = PidFd.Open(await OnlyChildAsync(guest)).Value) Succeeds(waiting.Signal(Signals.Kill));
        Assert.True(await Eventually.HoldsAsync(() => Children(guest).Count == 0, Token));

        Succeeds(await guest.Client.ClaimAsync(guest.Owner, guest.Claim(Scripted), Token));
        Succeeds(await guest.Client.StartWorkloadAsync(guest.Owner, GuestMachine.Token, Token));
        _ = await LinesAsync(guest, "ordinary for alice");
    }

    [Theory]
    [InlineData("exec busybox sleep 600")]
    [InlineData("exit 3")]
    [InlineData("echo 'lobster: waits for ever'; exec busybox sleep 600")]
    public async Task one_that_does_not_say_that_it_waits_is_refused_in_time_and_gone(string script)
    {
        await using var guest = await GuestMachine.StartAnonymousAsync(hasBusybox: true, diskSize: null, Token);
        using var client = new AgentClient(new AgentConfig { WorkloadTimeoutMs = 500 }, TimeProvider.System);

        var refused = await client.PrepareWorkloadAsync(guest.Owner, new PreparedWorkload("bot", ["/bin/busybox", "sh", "-c", script], "tenant"), Token);

        Assert.Equal(AgentErrors.Refused, refused.Error.Code);
        Assert.True(await Eventually.HoldsAsync(() => Children(guest).Count == 0, Token));
        Succeeds(await guest.Client.ClaimAsync(guest.Owner, guest.Claim(workload: null), Token));
        await guest.StartWorkloadAsync(Token);
    }

    [Fact]
    public async Task another_one_takes_its_place()
    {
        await using var guest = await GuestMachine.StartAnonymousAsync(hasBusybox: true, diskSize: null, Token);
        Succeeds(await guest.Client.PrepareWorkloadAsync(guest.Owner, PreparedWorkload.Of(Scripted), Token));
        var first = await OnlyChildAsync(guest);
        Succeeds(await guest.Client.PrepareWorkloadAsync(guest.Owner, Gateway, Token));

        Assert.NotEqual(first, await OnlyChildAsync(guest));
    }

    [Fact]
    public async Task nothing_waits_in_a_vm_that_has_its_tenant_and_nothing_that_cannot_be_is_started()
    {
        await using var guest = await GuestMachine.StartAnonymousAsync(hasBusybox: true, diskSize: null, Token);
        foreach (var wrong in (PreparedWorkload[])[new("gateway", [], "root"), new("", [], "tenant"), new("bot", ["/no/such/program"], "tenant"), new("bot", ["a\0b"], "tenant")])
            Assert.Equal(AgentErrors.Refused, (await guest.Client.PrepareWorkloadAsync(guest.Owner, wrong, Token)).Error.Code);
        Succeeds(await guest.Client.ClaimAsync(guest.Owner, guest.Claim(workload: null), Token));

        Assert.True((await guest.Client.PrepareWorkloadAsync(guest.Owner, Gateway, Token)).IsFailure);
        Assert.Empty(Children(guest));
    }

    private static List<int> Children(GuestMachine guest)
    {
        var init = guest.Init;
        return [.. ProcessTable.Stats().Where(stat => stat.ParentPid == init).Select(stat => stat.Pid)];
    }

    // Commands that we run in the guest are its children too, for a moment.
    private static async Task<int> OnlyChildAsync(GuestMachine guest)
    {
        List<int> children = [];
        Assert.True(await Eventually.HoldsAsync(() => (children = Children(guest)).Count == 1, Token), $"{children.Count} children");
        return children[0];
    }

    // Port 9000 is 2328.
    private static async Task<string> ListenersAsync(GuestMachine guest) =>
        (await guest.ShellAsync("busybox cat /proc/net/tcp /proc/net/tcp6 | busybox grep ' 0A '", Token)).Output;

    private static async Task<List<string>> LinesAsync(GuestMachine guest, string last)
    {
        var lines = new List<string>();
        await foreach (var line in guest.Client.LogsAsync(guest.Owner, GuestMachine.Token, 100, follow: true, Token))
        {
            lines.Add(line.Value.Text);
            if (line.Value.Text == last) break;
        }

        return lines;
    }

    private static void Succeeds(UnitResult<LobsterError> outcome) => Assert.True(outcome.IsSuccess, outcome.IsFailure ? outcome.Error.FullMessage : "");
}
