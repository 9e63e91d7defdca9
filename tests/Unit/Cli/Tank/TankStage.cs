using Lobsterd.Cli.Tank;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Tests.Unit.Cli.Tank;

/// <summary>Tenants to draw, always the same ones.</summary>
internal static class TankStage
{
    private static readonly DateTimeOffset Start = new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Some tenants after ten readings, a second apart.</summary>
    internal static TankModel Model(int tenants = 4)
    {
        var model = new TankModel();
        for (var second = 0; second <= 10; second++) model = model.With(List(tenants, second));
        return model;
    }

    internal static UsageList List(int tenants, int second) => new([.. Enumerable.Range(0, tenants).Select(index => Usage(index, second))]);

    internal static CheckBody[] Checks =>
    [
        new("vm", "healthy", "pid 4000 runs", null, null),
        new("workload", "failed", "port 8080 does not answer", "workload", null),
        new("tap", "healthy", "lob0 is up", null, null),
    ];

    internal static WhyBody Why => new(
        "carol",
        "failed",
        "auto",
        ["it is failed: the VMM was ended by signal 9"],
        new Dictionary<string, string>(),
        null,
        [
            new WhyFactBody(3, Start, "woke", "tenant.resumed", "edge", "awake in 80 ms for GET /", null, 80, new Dictionary<string, string> { ["peer"] = "192.0.2.7\e[2J", ["step restore"] = "40" }),
            new WhyFactBody(5, Start, "broke", "vm.exited", "service", "the VMM was ended by signal 9", "vm.process.exited", null, new Dictionary<string, string>()),
        ]);

    internal static EventBody Event(string kind, string message, string? code = null) => new(7, Start, kind, "alice", "uid 0", message, code, 12);

    private static UsageBody Usage(int index, int second)
    {
        var name = index switch { 0 => "alice", 1 => "bob", 2 => "carol", 3 => "dave", _ => $"tenant-{index}" };
        var state = index switch { 2 => "failed", 3 => "suspended", _ => "running" };
        var runs = state == "running";
        return new UsageBody(
            new TenantBody
            {
                Id = new Guid(index, 0, 0, new byte[8]),
                Name = name,
                State = state,
                Desired = "running",
                Reason = state == "failed" ? "the VMM was ended by signal 9" : null,
                Mode = "manual",
                Url = $"http://{name}.lobster.localhost:8080/",
                Ip = $"10.66.0.{2 + (4 * index)}",
                Tap = $"lob{index}",
                Slot = index,
                Pid = runs ? 4_000 + index : null,
                Hypervisor = "qemu",
                Image = "minimal",
                ImageHash = new string('a', 64),
                Vcpus = 1,
                MemoryMib = 256,
                DiskBytes = 1 << 30,
                Workload = "gateway",
                Port = 8080,
                Publish = [],
                Labels = new Dictionary<string, string>(),
                Egress = "open",
                UnlimitedIn = [],
                CreatedAt = Start,
            },
            new StatsBody
            {
                At = Start.AddSeconds(second),
                CpuMs = runs ? 50 * second * second * (index + 1) : null,
                MemoryBytes = runs ? (64L + (8 * second) + index) << 20 : null,
                UptimeMs = runs ? 60_000 + (1_000 * second) : null,
                IsPaused = false,
                LimitsInForce = [],
                DiskBytes = 3 << 20,
                ReceivedBytes = runs ? 2_048 * second : null,
                SentBytes = runs ? 4_096 * second * (index + 1) : null,
                Requests = runs ? 3 * second : null,
                WebSockets = 0,
                Streams = 0,
                UnderWay = 0,
            },
            new EventBody(index, Start, state == "failed" ? "vm.exited" : "tenant.spawned", name, "uid 0", state == "failed" ? "the VMM was ended by signal 9" : "spawned in 120 ms", null, null));
    }
}
