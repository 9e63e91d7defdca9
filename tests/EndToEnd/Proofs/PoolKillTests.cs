using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Service;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Proofs;

/// <summary>A service that is killed while hypervisors are started to wait, and while they are given to a tenant that sleeps and wakes, again and again.</summary>
[Trait("Speed", "Proof")]
public sealed class PoolKillTests
{
    private const int Kills = 25;
    private const int LongestLifeMs = 2_500;
    private const int LongestWakefulnessMs = 1_000;
    private const string Name = "alice";

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task whenever_a_service_dies_each_is_a_tenants_or_waits_and_those_that_wait_end_with_the_next()
    {
        await using var stand = await ServiceStand.ReadyAsync(Stands.Options(StandMachine.Qemu) with { HasTemplates = true, HasPool = true }, Stop);
        _ = (await stand.Reef.BuildTemplateAsync(Stop)).Succeeded();
        _ = (await stand.Reef.SpawnAsync("first", Stop)).Succeeded();
        _ = (await stand.Reef.EvictAsync("first", Stop)).Succeeded();
        _ = await RestartAsync(stand);
        var before = await HostPicture.TakeAsync(stand, Stop);
        var alice = (await stand.Reef.SpawnAsync(Name, Stop)).Succeeded().Tenant;

        using var enough = new CancellationTokenSource();
        var life = LiveAsync(stand, enough.Token);
        var random = new Random(Kills);
        var (waited, given) = (0, 0);
        for (var kill = 0; kill < Kills && !life.IsFaulted; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestLifeMs)), TimeProvider.System, Stop);
            waited += await RestartAsync(stand) > 0 ? 1 : 0;

            // What is hers by now is told by her own run folder, and is the only one: she may be in the middle of a wake that goes on.
            given += WaitingHypervisors.Seated(stand.Paths).Count > 0 ? 1 : 0;
        }

        await enough.CancelAsync();
        var wakes = await life;
        Figures.Tell($"{Kills} kills: {wakes} wakes; {waited} met one that sat, {given} left one to its tenant");
        Assert.True(waited > 0 && given > 0 && wakes > 0);

        Assert.Contains($"\"{Name}\"", await stand.Web.GetStringAsync(alice.Url, Stop), StringComparison.Ordinal);
        _ = (await stand.Reef.EvictAsync(Name, Stop)).Succeeded();
        Assert.True(await Eventually.HoldsAsync(() => !Directory.EnumerateFiles(stand.Paths.Journal).Any(), Stop), $"a journal stays:\n{stand.Log}");
        _ = await RestartAsync(stand);
        Assert.Empty(WaitingHypervisors.Seated(stand.Paths));
        Assert.Empty((await HostPicture.TakeAsync(stand, Stop)).DifferencesFrom(before));
    }

    // How many sat when the service was killed.
    private static async Task<int> RestartAsync(ServiceStand stand)
    {
        await stand.KillAsync();
        var seated = WaitingHypervisors.Seated(stand.Paths).Count;
        await stand.StartAsync(Stop);
        return seated;
    }

    // Sleeps and wakes, with time in between for others to be started; how often it woke.
    private static async Task<int> LiveAsync(ServiceStand stand, CancellationToken enough)
    {
        var random = new Random(Kills);
        var wakes = 0;
        while (!enough.IsCancellationRequested)
        {
            try
            {
                if ((await stand.Reef.ResumeAsync(Name, Stop)).Problem is null) wakes++;
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestWakefulnessMs)), TimeProvider.System, Stop);
                _ = await stand.Reef.SuspendAsync(Name, Stop);
            }
            catch (Exception lost) when (lost is IOException or HttpRequestException)
            {
                await Task.Delay(Breath, TimeProvider.System, Stop);
            }
        }

        return wakes;
    }
}
