using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Service;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Proofs;

/// <summary>A service that is killed in the middle of whatever it does, again and again, under clients that go on.</summary>
[Trait("Speed", "Proof")]
public sealed class RandomKillTests
{
    private const int Kills = 200;
    private const int Clients = 5;
    private const int LongestLifeMs = 400;
    private const string Bystander = "bystander";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task two_hundred_kills_leak_nothing_lose_nobody_and_leave_no_client_without_an_answer()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = (await stand.Reef.SpawnAsync(Bystander, Stop)).Succeeded();
        _ = (await stand.Reef.SpawnAsync("first", Stop)).Succeeded();
        _ = (await stand.Reef.EvictAsync("first", Stop)).Succeeded();
        var before = await HostPicture.TakeAsync(stand, Stop);

        using var enough = new CancellationTokenSource();
        var clients = Enumerable.Range(1, Clients).Select(number => new HardyClient(stand, $"t{number}")).ToList();
        var lives = clients.Select(client => client.LiveAsync(enough.Token)).ToList();
        var random = new Random(Kills);
        for (var kill = 0; kill < Kills && lives.All(life => !life.IsFaulted); kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestLifeMs)), TimeProvider.System, Stop);
            await stand.KillAsync();
            await stand.StartAsync(Stop);
        }

        await enough.CancelAsync();
        await Task.WhenAll(lives);
        Figures.Tell($"{Kills} kills: {clients.Sum(client => client.Done)} commands done, {clients.Sum(client => client.Losses)} times asked again");
        foreach (var (code, count) in clients.SelectMany(client => client.Refusals).GroupBy(refusal => refusal.Key, (code, all) => (code, all.Sum(one => one.Value))))
            Figures.Tell($"  {code}: {count}");
        Assert.All(clients, client => Assert.True(client.Done > 0, $"{client.Name} got nothing done"));

        var expected = clients.Where(client => client.HasTenant).Select(client => client.Name).Append(Bystander).Order(StringComparer.Ordinal);
        var tenants = await stand.Reef.ListAsync(Stop);
        Assert.Equal(expected, tenants.Select(tenant => tenant.Name).Order(StringComparer.Ordinal));
        foreach (var tenant in tenants) Assert.Contains($"\"{tenant.Name}\"", await stand.Web.GetStringAsync(tenant.Url, Stop), StringComparison.Ordinal);

        foreach (var client in clients.Where(client => client.HasTenant)) _ = (await stand.Reef.EvictAsync(client.Name, Stop)).Succeeded();
        Assert.True(await Eventually.HoldsAsync(() => !Directory.EnumerateFiles(stand.Paths.Journal).Any(), Stop), $"a journal stays:\n{stand.Log}");
        Assert.Empty((await HostPicture.TakeAsync(stand, Stop)).DifferencesFrom(before));
    }
}
