using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Service;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Proofs;

/// <summary>Tenants that are put to sleep again and again while they are used, and woken by whatever comes: nothing is lost, and nothing piles up.</summary>
[Trait("Speed", "Proof")]
[Long]
public sealed class SleepCycleTests
{
    // Wide budgets: who wakes a tenant a thousand times from one address is this test.
    private const string Config = """{"wake":{"aheadOfMs":2000,"budgetPerSource":1000000,"budgetPerTenant":1000000}}""";
    private const int CyclesToABeat = 10;
    private const int Parts = 10;
    private const int UsesToWarm = 100;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // A cycle tells ten events, and a service keeps the last 8,192 and the last 1,024 operations: most of them are there before the first look, and the others may well be within the bound.
    [Fact]
    public Task a_thousand_sleeps_lose_nothing_and_leave_nothing() => RunAsync(StandMachine.Null, tenants: 10, warmUps: 50, cycles: 100);

    [Fact]
    public Task sixty_sleeps_of_virtual_machines_lose_nothing_and_leave_nothing() => RunAsync(StandMachine.Qemu, tenants: 3, warmUps: 3, cycles: 20);

    [Fact]
    public Task thirty_sleeps_of_virtual_machines_in_jails_lose_nothing_and_leave_nothing() => RunAsync(StandMachine.FirecrackerQemu, tenants: 3, warmUps: 2, cycles: 10);

    private static async Task RunAsync(StandMachine machine, int tenants, int warmUps, int cycles)
    {
        var isVirtual = machine is StandMachine.Qemu or StandMachine.FirecrackerQemu;
        await using var stand = await ServiceStand.ReadyAsync(Stands.Options(machine, Config) with { HasTemplates = isVirtual }, Stop);
        if (isVirtual) _ = (await stand.Reef.BuildTemplateAsync(Stop)).Succeeded();
        await using var heard = new HeardEvents(stand);
        var sleepers = await Task.WhenAll(Enumerable.Range(1, tenants).Select(number => MakeAsync(stand, heard, $"t{number}", isVirtual)));

        // What the first few hundred requests bring into being is there for good; what they throw away is given back before each look.
        if (isVirtual) await Task.WhenAll(sleepers.Select(UseAwakeAsync));

        // What the first cycles bring into being, pools and caches, is there for good and no leak.
        var before = await CycleAsync(stand, heard, sleepers, warmUps, parts: 1);
        var picture = (await HostPicture.TakeAsync(stand, Stop)).Anonymous();
        foreach (var sleeper in sleepers) sleeper.Forget();
        var costs = await CycleAsync(stand, heard, sleepers, cycles, Parts);
        var after = (await HostPicture.TakeAsync(stand, Stop)).Anonymous();

        Figures.Tell($"{machine}: {sleepers.Sum(one => one.Sleeps)} sleeps ({sleepers.Sum(one => one.Refusals)} refused since something was under way), {heard.CountOf("by schedule")} wakes by schedule");
        Figures.Tell($"{machine}: {sleepers.Sum(one => one.User.Requests)} requests, {sleepers.Sum(one => one.User.Uploads)} uploads, {sleepers.Sum(one => one.User.WebSockets)} WebSockets, {sleepers.Sum(one => one.User.Writes)} writes to disk: 0 lost");
        foreach (var cost in before.Concat(costs)) Figures.Tell($"{machine}: {cost}");
        foreach (var sleeper in sleepers) sleeper.Dispose();

        Assert.Equal(tenants * cycles, sleepers.Sum(one => one.Sleeps));
        Assert.True(heard.CountOf("by schedule") >= tenants * (cycles / CyclesToABeat), "a schedule woke nobody");
        Assert.Empty(heard.Failures);
        Assert.Empty(after.DifferencesFrom(picture));
        AssertSteady(ProcessCost.Least([.. costs.Take(Parts / 2)]), ProcessCost.Least([.. costs.Skip(Parts / 2)]), sleeps: tenants * cycles / 2);
    }

    private static async Task<Sleeper> MakeAsync(ServiceStand stand, HeardEvents heard, string name, bool isVirtual)
    {
        var tenant = (await stand.Reef.SpawnAsync(new SpawnBody { Name = name, Mode = "auto" }, Stop)).Tenant;
        var sleeper = new Sleeper(stand, heard, tenant, isVirtual);
        await sleeper.User.BeginAsync();
        return sleeper;
    }

    private static async Task UseAwakeAsync(Sleeper sleeper)
    {
        for (var time = 0; time < UsesToWarm; time++) await sleeper.User.OnceAsync();
    }

    // In parts, with a look at the costs behind each: while nobody uses anything, and everybody is awake.
    private static async Task<IReadOnlyList<ProcessCost>> CycleAsync(ServiceStand stand, HeardEvents heard, IReadOnlyList<Sleeper> sleepers, int cycles, int parts)
    {
        var costs = new List<ProcessCost>();
        for (var part = 0; part < parts; part++)
        {
            try
            {
                await Task.WhenAll(sleepers.Select(sleeper => sleeper.CycleAsync(cycles / parts, CyclesToABeat)));
            }
            finally
            {
                // Whatever its user has met, this is what became of a tenant.
                foreach (var failure in heard.Failures) Figures.Tell($"{failure.At:O} {failure.Kind} {failure.Tenant}: {failure.Message}");
            }

            costs.Add(await LookAsync(stand));
        }

        return costs;
    }

    // Between two collections a process grows by all that it throws away: both are told to give it back, and the least of what is seen behind that is what they hold.
    private static async Task<ProcessCost> LookAsync(ServiceStand stand)
    {
        const int Looks = 16;
        const int Questions = 50;
        var looks = new List<ProcessCost>();
        for (var look = 0; look < Looks; look++)
        {
            ProcessCost.Lighten(stand);
            for (var question = 0; question < Questions; question++) _ = await stand.Reef.Http.GetByteArrayAsync(ReefPaths.Tenants, Stop);
            looks.Add(ProcessCost.Of(stand));
        }

        return ProcessCost.Least(looks);
    }

    // One descriptor in a hundred sleeps would show; the pools of connections breathe by a few.
    private static void AssertSteady(ProcessCost before, ProcessCost after, int sleeps)
    {
        const double MostGrowth = 1.1;
        const int Breath = 12;
        var most = Math.Max(sleeps / 100, Breath);
        Assert.True(after.ServiceDescriptors <= before.ServiceDescriptors + most, $"descriptors of the service: {before.ServiceDescriptors}, then {after.ServiceDescriptors}");
        Assert.True(after.EdgeDescriptors <= before.EdgeDescriptors + most, $"descriptors of the edge: {before.EdgeDescriptors}, then {after.EdgeDescriptors}");
        Assert.True(after.ServiceBytes <= before.ServiceBytes * MostGrowth, $"memory of the service: {before.ServiceBytes}, then {after.ServiceBytes}");
        Assert.True(after.EdgeBytes <= before.EdgeBytes * MostGrowth, $"memory of the edge: {before.EdgeBytes}, then {after.EdgeBytes}");
    }
}
