using System.Text.Json;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>The whole way: a tenant is spawned, answers on its URL, and goes without a trace.</summary>
public sealed class FirstLightTests
{
    [Theory]
    [InlineData(StandMachine.Null)]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.FirecrackerNull)]
    [InlineData(StandMachine.FirecrackerQemu)]
    public async Task a_tenant_answers_on_its_url_and_leaves_nothing(StandMachine machine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var stand = await Stands.ReadyAsync(machine);

        // The first tenant leaves what all share (the empty disk that overlays start from); after that nothing may grow.
        _ = (await stand.Reef.SpawnAsync("first", stop)).Succeeded();
        _ = (await stand.Reef.EvictAsync("first", stop)).Succeeded();
        var before = await HostPicture.TakeAsync(stand, stop);

        var alice = (await stand.Reef.SpawnAsync("alice", stop)).Tenant;
        Assert.Equal("running", alice.State);
        using var answer = JsonDocument.Parse(await stand.Web.GetStringAsync(alice.Url, stop));
        Assert.Equal("alice", answer.RootElement.GetProperty("tenant").GetString());

        _ = (await stand.Reef.EvictAsync("alice", stop)).Succeeded();
        Assert.Empty((await HostPicture.TakeAsync(stand, stop)).DifferencesFrom(before));
    }

    [Theory]
    [InlineData(StandMachine.Null)]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.FirecrackerNull)]
    [InlineData(StandMachine.FirecrackerQemu)]
    public async Task a_killed_service_is_missed_by_nobody_and_its_successor_adopts_all(StandMachine machine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var stand = await Stands.ReadyAsync(machine);
        var alice = (await stand.Reef.SpawnAsync("alice", stop)).Tenant;

        await stand.KillAsync();
        Assert.Contains("alice", await stand.Web.GetStringAsync(alice.Url, stop), StringComparison.Ordinal);

        await stand.StartAsync(stop);
        var adopted = await stand.Reef.FindAsync("alice", stop);
        Assert.Equal((alice.Pid, "running"), (adopted?.Pid, adopted?.State));
        Assert.Contains("alice", await stand.Web.GetStringAsync(alice.Url, stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task uninit_leaves_nothing_but_the_service_itself()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var stand = new ServiceStand(Stands.Options(StandMachine.Null));
        await stand.StartAsync(stop);
        var before = Shared(await HostPicture.TakeAsync(stand, stop));

        _ = await stand.InitAsync(stop);
        _ = (await stand.Reef.SpawnAsync("alice", stop)).Succeeded();
        var refused = await stand.Reef.UninitAsync(stop);
        Assert.NotNull(refused.Problem);
        _ = (await stand.Reef.EvictAsync("alice", stop)).Succeeded();
        _ = (await stand.Reef.UninitAsync(stop)).Succeeded();

        Assert.Empty(Shared(await HostPicture.TakeAsync(stand, stop)).DifferencesFrom(before));
    }

    // The registry, its past and its lock are the service's own while it runs; /var/lib is there on every host.
    private static HostPicture Shared(HostPicture picture) =>
        new([.. picture.Lines.Where(line => !ServicesOwn.Any(start => line.StartsWith(start, StringComparison.Ordinal)))]);

    private static readonly string[] ServicesOwn = ["file etc/lobsterd/registry.json", "file var ", "file var/lib "];
}
