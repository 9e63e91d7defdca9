namespace Lobsterd.Domain.Config;

public static partial class ConfigSchema
{
    private static ConfigType.Section Wake() => new([
        new("idleAfterMs", new ConfigType.Integer(1_000, 604_800_000), "A tenant of mode auto sleeps when nothing came for it and its guest did next to nothing for this long, in milliseconds."),
        new("aheadOfMs", new ConfigType.Integer(0, 3_600_000), "How long before a schedule of its guest is due a sleeping tenant of mode auto is woken, in milliseconds; nobody is put to sleep so shortly before."),
        new("holdMs", new ConfigType.Integer(1_000, 600_000), "Longest wait of a request or a connection for its tenant to wake, in milliseconds; after it comes 503."),
        new("maxHeld", new ConfigType.Integer(1, 4_096), "Most requests and connections that wait for all sleeping tenants together."),
        new("maxHeldPerTenant", new ConfigType.Integer(1, 4_096), "Most requests and connections that wait for one sleeping tenant."),
        new("verifyAfterMs", new ConfigType.Integer(0, 604_800_000), "How long a tenant sleeps before a throw-away VM without a network is made of its saved state, to see that it loads, in milliseconds; 0 for never. It waits while anything else is under way."),
        new("websockets", new ConfigType.Choice([WakeConfig.KeepAwake, WakeConfig.Close]),
            "keep-awake: an open WebSocket keeps its tenant awake. close: one that carried nothing but pings for idleAfterMs is closed by the edge (1001, going away), and does not count."),
        new("budgetPerSource", new ConfigType.Integer(1, 1_000_000),
            "Wakes in a minute that one source, an IPv4 address or an IPv6 /64 network, may cause over all tenants; beyond it comes 429."),
        new("budgetPerTenant", new ConfigType.Integer(1, 1_000_000), "Wakes in a minute of one tenant, whoever causes them; beyond it comes 429."),
    ]);
}
