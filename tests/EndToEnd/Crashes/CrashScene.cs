using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Service;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>One host on which one command is broken off at every point of its journal, again and again.</summary>
/// <param name="stand">The host; its service is up when the scene begins, and after every point.</param>
/// <param name="death">What dies with the service.</param>
internal sealed class CrashScene(ServiceStand stand, HostDeath death = HostDeath.None) : IAsyncDisposable
{
    // A virtual machine's whole boot may be in it.
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromMinutes(2);

    private string broken = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The host.</summary>
    internal ServiceStand Stand => stand;

    /// <summary>A host that nobody has prepared; its service is up.</summary>
    internal static async Task<CrashScene> BareAsync(HostDeath death = HostDeath.None)
    {
        var scene = new CrashScene(new ServiceStand(Stands.Options(StandMachine.Null) with { HasOwnDisk = death != HostDeath.None }), death);
        await scene.Stand.StartAsync(Stop);
        return scene;
    }

    /// <summary>A host that <c>init</c> has prepared, with all that the first tenant leaves for the others.</summary>
    internal static async Task<CrashScene> ReadyAsync(StandMachine machine, HostDeath death = HostDeath.None, string? config = null)
    {
        var options = Stands.Options(machine, config) with { HasOwnDisk = death != HostDeath.None };
        var scene = new CrashScene(await ServiceStand.ReadyAsync(options, Stop), death);
        try
        {
            _ = (await scene.Stand.Reef.SpawnAsync("first", Stop)).Succeeded();
            _ = (await scene.Stand.Reef.EvictAsync("first", Stop)).Succeeded();
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command on faulty journals, ends its service, starts the next one and waits until that has done with what was left.</summary>
    /// <returns>What came of the command; null when its service died under it.</returns>
    internal async Task<OperationOutcome?> BreakAsync(string faults, Func<ReefClient, Task<OperationOutcome>> command)
    {
        broken = faults;
        var witness = death == HostDeath.None ? null : new Witness(stand.Paths.Root);
        witness?.Write();
        stand.Arm(faults);
        OperationOutcome? outcome = null;
        try
        {
            outcome = await command(stand.Reef);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            await stand.WaitForEndAsync();
        }

        await DieAsync();
        witness?.Hear(death);
        await RiseAsync();
        return outcome;
    }

    /// <summary>The host reboots, and its service has come up again.</summary>
    internal async Task RebootAsync()
    {
        await stand.RebootAsync();
        await RiseAsync();
    }

    /// <summary>Everything on the host that is lobsterd's.</summary>
    internal Task<HostPicture> LookAsync() => HostPicture.TakeAsync(stand, Stop);

    /// <summary>A tenant, if there is one.</summary>
    internal Task<TenantBody?> FindAsync(string name) => stand.Reef.FindAsync(name, Stop);

    /// <summary>Waits until no command has any tenant in hand.</summary>
    internal async Task SettleAsync()
    {
        using var bound = new CancellationTokenSource(LongestRecovery, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, Stop);
        IReadOnlyList<TenantBody> tenants = [];
        try
        {
            do
            {
                tenants = await stand.Reef.ListAsync(either.Token);
            }
            while (!tenants.All(IsSettled));
        }
        catch (OperationCanceledException) when (!Stop.IsCancellationRequested)
        {
            var states = string.Join(", ", tenants.Select(tenant => $"{tenant.Name} is {tenant.State}"));
            Assert.Fail($"under '{broken}' a command does not come to its end: {states}\n{stand.Log}");
        }

        // Behind the tenants: an eviction forgets its tenant first, and its own journal last.
        Assert.True(
            await Eventually.HoldsAsync(() => !Directory.EnumerateFiles(stand.Paths.Journal).Any(), Stop, LongestRecovery), $"a journal stays:\n{stand.Log}");
    }

    /// <summary>Whether a tenant's own workload answers on its URL.</summary>
    internal async Task<bool> AnswersAsync(TenantBody tenant) =>
        (await stand.Web.GetStringAsync(tenant.Url, Stop)).Contains(tenant.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stand.DisposeAsync();

    private static bool IsSettled(TenantBody tenant) =>
        tenant.State is not ("spawning" or "evicting" or "suspending" or "resuming" or "stopping" or "starting");

    private async Task DieAsync()
    {
        if (death == HostDeath.Reboot) await stand.RebootAsync();
        else if (death == HostDeath.PowerCut) await stand.CutPowerAsync();
        else if (stand.Service is not null) await stand.StopAsync(Stop);
    }

    private async Task RiseAsync()
    {
        await stand.StartAsync(Stop);
        await SettleAsync();
    }
}
