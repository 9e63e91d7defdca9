using Lobsterd.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Ui;

/// <summary>Screens as somebody has looked at them.</summary>
public sealed class ScreenTests
{
    private static readonly string Tenants = ScriptedService.Json(
        $$"""
        {"tenants":[{{Tenant("alice", "running", null, 256, 1)}},{{Tenant("bob-with-a-name-of-thirty-two-ch", "spawning", null, 1_536, 90)}},{{Tenant("carol", "failed", "the VMM exited with signal 9: \\u001b[2Jout of memory in its cgroup, limit 300 MiB", 64, 100_000)}}]}
        """);

    private static readonly string Doctor = ScriptedService.Json(
        """
        {"checks":[
        {"name":"hypervisor","status":"warn","severity":"low","found":"qemu 7.2.22, tcg: no vmx or svm in the CPU's flags","why":null,"hint":"tenants boot in seconds and compute some ten times slower than with KVM; use a host with hardware virtualization for real load","waiver":null},
        {"name":"tun","status":"ok","severity":"high","found":"/dev/net/tun opens","why":null,"hint":null,"waiver":null},
        {"name":"caddy","status":"fail","severity":"high","found":"/usr/bin/caddy is not there","why":null,"hint":"apt-get install caddy","waiver":null},
        {"name":"smt","status":"warn","severity":"high","found":"cores run two threads at once (active: 1)","why":"caches tell","hint":"boot with nosmt","waiver":"one tenant a host"},
        {"name":"ports","status":"unknown","severity":"high","found":"/proc/net/tcp could not be read","why":null,"hint":null,"waiver":null}]}
        """);

    [Theory]
    [InlineData("tank-80", 80, "tank")]
    [InlineData("tank-40", 40, "tank")]
    [InlineData("tank-pipe", null, "tank")]
    [InlineData("doctor-80", 80, "doctor")]
    [InlineData("doctor-40", 40, "doctor")]
    [InlineData("doctor-pipe", null, "doctor")]
    public async Task a_screen_is_as_approved(string name, int? columns, string command)
    {
        await using var service = new ScriptedService(command == "tank" ? Tenants : Doctor);
        var clock = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-02T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

        var run = await new CliStand(service.Paths) { Columns = columns, Clock = clock }.RunAsync(command);

        Assert.Equal(command == "tank" ? 0 : 5, run.Code);
        Assert.All(run.Out.Split('\n'), line => Assert.True(line.Length <= (columns ?? int.MaxValue), line));
        Approved.Match($"tests/Unit/Cli/approved/{name}.txt", run.Out);
    }

    [Fact]
    public async Task an_empty_tank_says_what_fills_it()
    {
        await using var service = new ScriptedService(ScriptedService.Json("""{"tenants":[]}"""));

        Assert.Equal("no tenants; lobsterd spawn NAME makes one\n", (await new CliStand(service.Paths) { Columns = 80 }.RunAsync("tank")).Out);
    }

    private static string Tenant(string name, string state, string? reason, int memory, int ageSeconds) =>
        $$"""
        {"id":"01a21b3e-f6df-70ca-93ee-ed8e7f6c1d77","name":"{{name}}","state":"{{state}}","desired":"running","reason":{{(reason is null ? "null" : $"\"{reason}\"")}},"mode":"manual","url":"http://{{name}}.lobster.localhost:8080/","ip":"10.66.0.2","tap":"lob0","slot":0,"pid":1,"hypervisor":"qemu","image":"minimal","imageHash":"00","vcpus":1,"memoryMib":{{memory}},"diskBytes":1,"workload":"gateway","port":9000,"publish":[],"egress":"open","unlimitedIn":[],"createdAt":"{{new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc).AddSeconds(-ageSeconds):yyyy-MM-ddTHH:mm:ssZ}}"}
        """;
}
