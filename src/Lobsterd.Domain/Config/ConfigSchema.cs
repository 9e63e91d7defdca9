using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Snapshots;

namespace Lobsterd.Domain.Config;

/// <summary>What may stand where in the configuration.</summary>
public static partial class ConfigSchema
{
    private const long Mebibyte = 1L << 20;

    private static readonly ConfigType.Text Program = new("an absolute path", IsPath);
    private static readonly ConfigType.Text OptionalPath = new("an absolute path, or null", IsPath, IsOptional: true);

    /// <summary>The whole document.</summary>
    public static ConfigType.Section Root { get; } = new([
        new("domain", new ConfigType.Text("a DNS name", text => text.Length <= 200 && Domain().IsMatch(text)), "Tenants are reached as NAME.DOMAIN."),
        new("caddy", Caddy(), "The web server in front."),
        new("edge", Edge(), "Limits of the data path."),
        new("wake", Wake(), "Tenants that sleep, and what wakes them."),
        new("reef", new ConfigType.Section([
            new("socketGroup", new ConfigType.Text("a group's name, or null", text => Word().IsMatch(text), IsOptional: true),
                "A group of the host whose members may use the API socket; they are root-equivalent unless socketScopes says otherwise. Null: root only."),
            new("socketScopes", new ConfigType.MapOf("a user's number", text => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _),
                new ConfigType.ListOf(new ConfigType.Choice(ScopeNames.All), ScopeNames.All.Count)),
                "What users of the host may do on the socket, by the user's number; who is not listed may do nothing, root everything. Empty: whoever can connect may do everything."),
            new("requestsPerSecond", new ConfigType.Integer(1, 1_000_000), "Requests a second that each token may make, and each address without one; the socket is not counted."),
            new("corsOrigins", new ConfigType.ListOf(new ConfigType.Text("an origin such as https://console.example.org", text => Origin().IsMatch(text)), 32),
                "Origins whose pages may call the API from a browser; empty: none."),
        ]), "The API."),
        new("hypervisor", Hypervisor(), "What runs the VMs, and how large they are unless asked otherwise."),
        new("network", Network(), "Addresses and the firewall."),
        new("rates", Rates(), "Rates of a new tenant that asks for none of its own; null: as much as it can."),
        new("images", new ConfigType.Section([
            new("default", new ConfigType.Text("an image's name", text => Word().IsMatch(text)), "The image of a tenant that asks for none."),
            new("recipes", OptionalPath, "Folder of the recipes; null: images beside the binaries."),
            new("mirror", new ConfigType.Text("an http or https URL, or null", IsUrl, IsOptional: true),
                "Debian mirror for recipes that need one; null: the host's own sources."),
            new("npmRegistry", new ConfigType.Text("an http or https URL, or null", IsUrl, IsOptional: true),
                "Registry of npm for recipes that need one; null: the one that npm itself would use on this host."),
        ]), "Images."),
        new("overlay", new ConfigType.Section([
            new("sizeBytes", new ConfigType.Integer(64 * Mebibyte, 16L << 40), "Apparent size of a new tenant's disk in bytes, in whole MiB."),
            new("reserveBytes", new ConfigType.Integer(0, 1L << 60, IsOptional: true),
                "Bytes that must stay free on the file system; null: the larger of 5 % of it and 1 GiB."),
        ]), "Tenants' disks."),
        new("snap", new ConfigType.Section([
            new("maxFreezeMs", new ConfigType.Integer(10, 60_000), "Longest time that a guest's writers are held back for a snap, in milliseconds; a snap that would take longer fails."),
            new("schedules", new ConfigType.MapOf("a schedule's name: lower-case letters, digits and hyphens", text => Word().IsMatch(text), new ConfigType.Section([
                new("cron", new ConfigType.Text("a cron expression of five fields, e.g. 30 3 * * *", text => text.Length is > 0 and <= 256), "When: minute, hour, day of month, month, day of week."),
                new("timeZone", new ConfigType.Text("a time zone's name, e.g. UTC or Europe/Berlin", text => text.Length is > 0 and <= 128), "Where that time is told. An hour that is skipped there is made up for, one that comes twice counts once."),
                new("tenants", new ConfigType.ListOf(new ConfigType.Text("a tenant's name; * stands for any letters", text => text.Length is > 0 and <= 64), 256), "Of whom."),
                new("label", new ConfigType.Text("KEY=VALUE or KEY, or null", text => text.Length is > 0 and <= 512, IsOptional: true), "Only of those with this label; null: of all of them."),
            ]), ConfigEntry.Schedule), "When snaps are taken by themselves. One that was missed is taken once, as soon as the service runs and its tenant is awake."),
            new("maxParallel", new ConfigType.Integer(1, 32), "Most scheduled snaps that are taken at a time."),
            new("retention", new ConfigType.Section([
                new("count", new ConfigType.Integer(1, SnapRule.MostKept, IsOptional: true), "Most snaps without a label that are kept of a tenant; the oldest go first. Null: no bound."),
                new("days", new ConfigType.Integer(1, 36_500, IsOptional: true), "Days after which a snap without a label goes. Null: never."),
            ]), "Which snaps go by themselves when another one has been taken."),
        ]), "Copies of tenants' disks."),
        new("agent", new ConfigType.Section([
            new("answerTimeoutMs", new ConfigType.Integer(100, 60_000), "Longest wait for one answer of an agent, in milliseconds."),
            new("workloadTimeoutMs", new ConfigType.Integer(100, 600_000), "Longest wait for a started workload's port, in milliseconds."),
            new("shutdownTimeoutMs", new ConfigType.Integer(100, 600_000), "Longest wait for a graceful shutdown, in milliseconds; after it the VM is killed."),
        ]), "Bounds for talking to the agents in the guests."),
        new("watchdog", Watchdog(), "When tenants are looked at, and how often a repair is tried."),
        new("posture", new ConfigType.Section([
            new("mode", new ConfigType.Choice([PostureConfig.Advise, PostureConfig.Enforce]),
                "advise: lobsterd doctor says what is unsafe; enforce: besides, no tenant is let in while a check of high severity fails."),
            new("waivers", new ConfigType.MapOf("a check's name", text => Word().IsMatch(text), new ConfigType.Text("a reason", text => text.Length > 0 && IsPlain(text))),
                "Checks that you live with, by name, each with the reason; shown by lobsterd doctor."),
        ]), "How safe the host must be."),
        new("events", new ConfigType.Section([
            new("maxBytes", new ConfigType.Integer(Mebibyte, 1L << 40), "Most bytes of the audit log on the disk; the oldest events go first."),
            new("maxAgeDays", new ConfigType.Integer(1, 36_500), "Days that an event is kept at most."),
        ]), "The audit log: what happened, who caused it and how long it took."),
        new("telemetry", new ConfigType.Section([
            new("otlpEndpoint", new ConfigType.Text("an http or https URL, or null", IsUrl, IsOptional: true), "A collector that takes traces by OTLP over HTTP, e.g. http://127.0.0.1:4318; null: none are sent."),
        ]), "Where the service's own traces go."),
        new("providers", WorkloadSchema.Providers, "Providers of models that the workload openclaw knows, by name; the first one's model is its default."),
        new("workloads", WorkloadSchema.Workloads, "Workloads that tenants can ask for by name; gateway and openclaw are always there."),
    ]);

    private static ConfigType.Section Caddy() => new([
        new("tls", new ConfigType.Choice(["off", "internal", "files", "on-demand"]), "Where certificates come from."),
        new("listen", new ConfigType.ListOf(new ConfigType.Text("an address such as 127.0.0.1:8080, [::1]:8080 or :443", text => Listen().IsMatch(text)), 16),
            "Addresses that Caddy listens on; empty: 127.0.0.1:8080 and [::1]:8080 without TLS, :443 with it."),
        new("certificateFile", OptionalPath, "Certificate (PEM) for tls files."),
        new("keyFile", OptionalPath, "Key (PEM) for tls files."),
        new("admin", new ConfigType.Text("an http URL or unix//PATH, or null", text => IsUrl(text) || text.StartsWith("unix//", StringComparison.Ordinal), IsOptional: true),
            "Admin API of a Caddy that runs already; null: lobsterd runs its own."),
        new("adminOrigin", new ConfigType.Text("a text of 1 to 253 visible characters, or null", IsOrigin, IsOptional: true),
            "The name by which a Caddy that runs already wants its admin API to be called, one of its admin.origins; null for its default."),
        new("askPort", new ConfigType.Integer(1, 65_535), "The port of 127.0.0.1 on which Caddy asks whose names may have certificates, for tls on-demand."),
        new("program", Program, "The caddy program for our own process."),
    ]);

    private static ConfigType.Section Edge() => new([
        new("connectTimeoutMs", new ConfigType.Integer(100, 60_000), "Longest time to open a connection to a guest, in milliseconds."),
        new("activityTimeoutMs", new ConfigType.Integer(1_000, 86_400_000), "Longest silence of a request under way, in milliseconds; WebSockets excepted."),
        new("maxHeaderBytes", new ConfigType.Integer(1_024, Mebibyte), "Largest total of a request's headers in bytes."),
        new("maxBodyBytes", new ConfigType.Integer(0, 1L << 50), "Largest request body in bytes; 0 for no limit."),
        new("maxInFlightPerTenant", new ConfigType.Integer(1, 65_536), "Most requests, WebSockets and streams of one tenant at the same time."),
        new("drainMs", new ConfigType.Integer(1_000, 86_400_000), "How long WebSockets and published connections go on after another edge has taken over, as in an upgrade."),
    ]);

    private static ConfigType.Section Hypervisor() => new([
        new("driver", new ConfigType.Choice(["auto", "firecracker", "qemu"]), "Which hypervisor new tenants get."),
        new("qemuProgram", Program, "The QEMU program."),
        new("firecrackerProgram", OptionalPath, "The Firecracker program; null: the newest that init installed, else the one on PATH."),
        new("jailerProgram", OptionalPath, "Firecracker's jailer; null: the one beside Firecracker."),
        new("vcpus", new ConfigType.Integer(1, 32, IsOptional: true), "Virtual CPUs of a new tenant; null: 1 in software, 2 with KVM."),
        new("memoryMib", new ConfigType.Integer(64, 1_048_576, IsOptional: true), "Memory of a new tenant in MiB; null: 256 in software, 1024 with KVM."),
        new("memoryReserveMib", new ConfigType.Integer(0, 1_048_576), "Memory of the host that tenants leave free, in MiB."),
        new("bootsAtOnce", new ConfigType.Integer(1, 1_024, IsOptional: true),
            "Guests that boot at once, the others wait for their turn; null: as many as the host has processors."),
        new("templates", new ConfigType.Choice([HypervisorConfig.WithTemplates, HypervisorConfig.WithoutTemplates]),
            "Whether new tenants are restored from templates, which are made in the background when one is first missed."),
        new("pool", new ConfigType.Integer(0, 64, IsOptional: true),
            "Hypervisors that wait for VMs to come, each ready for what was started lately; null: two while twice the reserve of memory is free, none below."),
        new("bootTimeoutMs", new ConfigType.Integer(1_000, 600_000), "Longest wait for a cold boot's agent, from its turn on, in milliseconds."),
    ]);

    private static ConfigType.Section Network() => new([
        new("pool", new ConfigType.Text("an IPv4 network such as 10.66.0.0/16, prefix length 8 to 28", text => NetworkPlan.Parse(text).IsSuccess),
            "The IPv4 network that tenants' /30s are cut from."),
        new("firewall", new ConfigType.Choice([NetworkConfig.AutomaticFirewall, NetworkConfig.Nftables, NetworkConfig.Iptables]), "What keeps the firewall; auto: nftables where it works."),
        new("dns", new ConfigType.ListOf(new ConfigType.Text("an IPv4 address", IsIpv4), 3), "Resolvers that guests are told, and that the edge asks for guests whose egress policy has names."),
        new("maxConnections", new ConfigType.Integer(1, 65_536), "Most connections that a tenant's guest may hold open at once."),
        new("newConnectionsPerSecond", new ConfigType.Integer(1, 100_000), "Connections that a tenant's guest may begin in a second, after a burst of eight seconds' worth."),
    ]);

    private static ConfigType.Section Rates() => new([
        new("rx", Rate(countsOperations: false), "What its guest may receive."),
        new("tx", Rate(countsOperations: false), "What its guest may send."),
        new("disk", Rate(countsOperations: true), "What it may read and write on its disk."),
    ]);

    private static ConfigType.Text Rate(bool countsOperations) =>
        new($"a rate such as {(countsOperations ? "50M:100M,500iops" : "10M:40M")}, or null", text => RateLimit.Parse(text, countsOperations).IsSuccess, IsOptional: true);

    private static ConfigType.Section Watchdog() => new([
        new("mode", new ConfigType.Choice([WatchdogConfig.On, WatchdogConfig.Off]), "on: it looks and repairs; off: it does neither."),
        new("failAfter", new ConfigType.Integer(1, 100), "Failed looks in a row before a repair; a VM that is gone is repaired at once."),
        new("maxRepairAttempts", new ConfigType.Integer(1, 1_000), "Repairs that are tried before it gives up and waits for an operator."),
        new("recheckMs", new ConfigType.Integer(10, 600_000), "From a failed look to the next one, in milliseconds."),
        new("backoffMs", new ConfigType.Integer(10, 600_000), "From a repair that did not help to the next, in milliseconds; doubled each time."),
        new("maxBackoffMs", new ConfigType.Integer(10, 86_400_000), "The longest of these, in milliseconds; also how long a tenant must stay well for its repairs to be forgotten."),
        new("sweepMs", new ConfigType.Integer(100, 86_400_000), "One round of the slow sweep over all tenants, in milliseconds; each round looks with every check at a tenth of them."),
        new("heartbeatMs", new ConfigType.Integer(1_000, 600_000), "How often the agent in a guest says that it lives, in milliseconds. One that is silent for two and a half times as long is looked at."),
        new("repairsAtOnce", new ConfigType.Integer(1, 1_024), "Tenants that are repaired at the same time."),
    ]);

    internal static bool IsPath(string text) => text.StartsWith('/') && text.Length <= 4_096 && IsPlain(text);

    internal static bool IsPlain(string text) => !text.Contains('\0', StringComparison.Ordinal);

    private static bool IsOrigin(string text) => text.Length is >= 1 and <= 253 && text.All(c => c is > ' ' and < (char)127);

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static bool IsIpv4(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text;

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z")]
    private static partial Regex Domain();

    [GeneratedRegex(@"^https?://[a-z0-9.-]{1,253}(:[1-9][0-9]{0,4})?\z")]
    private static partial Regex Origin();

    [GeneratedRegex(@"^[a-z_]([a-z0-9_-]{0,62})\z")]
    internal static partial Regex Word();

    [GeneratedRegex(@"^([a-zA-Z0-9.-]*|\[[0-9a-fA-F:]+\]):([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])\z")]
    private static partial Regex Listen();
}
