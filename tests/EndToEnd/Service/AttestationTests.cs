using System.Text.Json;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>What guests prove of themselves is what a command in them reads, and nobody else's.</summary>
public sealed class AttestationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.FirecrackerQemu)]
    public async Task tenants_of_a_template_copies_of_them_and_one_that_boots_again_each_prove_something_else(StandMachine machine)
    {
        await using var stand = await ServiceStand.ReadyAsync(Stands.Options(machine) with { HasTemplates = true }, Stop);
        _ = (await stand.Reef.BuildTemplateAsync(Stop)).Succeeded();
        _ = await Task.WhenAll(stand.Reef.SpawnAsync("alice", Stop), stand.Reef.SpawnAsync("bob", Stop));
        _ = (await stand.Reef.ForkAsync("alice", ["carol"], Stop)).Succeeded();
        var proved = new List<IdentityBody>();
        foreach (var name in (string[])["alice", "bob", "carol"]) proved.Add(await ProvedAsync(stand, name));
        Assert.Equal(0, (await stand.CliAsync(["stop", "bob"], Stop)).Status.ShellCode);
        Assert.Equal(0, (await stand.CliAsync(["start", "bob"], Stop)).Status.ShellCode);
        proved.Add(await ProvedAsync(stand, "bob"));

        Assert.Equal(4, proved.Select(one => one.Digest).Distinct().Count());
        Assert.Equal(4, proved.Select(one => one.MachineId).Distinct().Count());
        Assert.Equal(4, proved.Select(one => one.BootId).Distinct().Count());
        Assert.Contains(proved[0].Digest[..16], (await stand.CliAsync(["inspect", "alice"], Stop)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_was_proved_outlives_the_service_and_goes_with_it()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        var before = await InspectAsync(stand, "alice");
        await stand.KillAsync();
        await stand.StartAsync(Stop);

        Assert.Equal(before.Digest, (await InspectAsync(stand, "alice")).Digest);
    }

    private static async Task<IdentityBody> ProvedAsync(ServiceStand stand, string name)
    {
        var proved = await InspectAsync(stand, name);
        Assert.Equal(proved.MachineId, (await SayAsync(stand, name, "cat /etc/machine-id")).Trim());
        Assert.Equal(proved.BootId, Guid.Parse(await SayAsync(stand, name, "cat /proc/sys/kernel/random/boot_id")));
        Assert.Empty(proved.HostKeys);
        return proved;
    }

    private static async Task<IdentityBody> InspectAsync(ServiceStand stand, string name) =>
        JsonSerializer.Deserialize((await stand.CliAsync(["inspect", name, "--json"], Stop)).Output, ReefJson.Default.UsageBody)!.Identity!;

    private static async Task<string> SayAsync(ServiceStand stand, string name, string line) => (await stand.Reef.ExecAsync(name, ["/bin/sh", "-c", line], Stop)).Text;
}
