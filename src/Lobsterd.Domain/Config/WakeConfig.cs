namespace Lobsterd.Domain.Config;

/// <summary>Tenants that sleep, and what wakes them.</summary>
public sealed record WakeConfig
{
    /// <summary>An open WebSocket keeps its tenant awake, whatever it carries.</summary>
    public const string KeepAwake = "keep-awake";

    /// <summary>A WebSocket that carries nothing but pings for as long as a tenant is idle before it sleeps is closed.</summary>
    public const string Close = "close";

    /// <summary>A tenant of mode <c>auto</c> sleeps when nothing came for it and its guest did next to nothing for this long, 1,000 to 604,800,000 ms.</summary>
    public int IdleAfterMs { get; init; } = 900_000;

    /// <summary>How long before a schedule of its guest is due a tenant is awake, 0 to 3,600,000 ms.</summary>
    public int AheadOfMs { get; init; } = 30_000;

    /// <summary>Longest wait of a request or a connection for its tenant to wake, 1,000 to 600,000 ms.</summary>
    public int HoldMs { get; init; } = 30_000;

    /// <summary>Most requests and connections that wait for all sleeping tenants together, 1 to 4,096.</summary>
    public int MaxHeld { get; init; } = 2_048;

    /// <summary>Most requests and connections that wait for one sleeping tenant, 1 to 4,096.</summary>
    public int MaxHeldPerTenant { get; init; } = 256;

    /// <summary>How long a tenant sleeps before it is tried whether its saved state loads, 1 to 604,800,000 ms; 0 for never.</summary>
    public int VerifyAfterMs { get; init; } = 30_000;

    /// <summary>What an open WebSocket is to its tenant's sleep: <c>keep-awake</c> or <c>close</c>.</summary>
    public string Websockets { get; init; } = KeepAwake;

    /// <summary>Wakes in a minute that one source, an IPv4 address or an IPv6 /64, may cause over all tenants; 1 to 1,000,000.</summary>
    public int BudgetPerSource { get; init; } = 60;

    /// <summary>Wakes in a minute of one tenant, whoever causes them; 1 to 1,000,000.</summary>
    public int BudgetPerTenant { get; init; } = 60;
}
