namespace Lobsterd.Domain.Config;

/// <summary>Limits of the data path.</summary>
public sealed record EdgeConfig
{
    /// <summary>Longest time to open a connection to a guest, 100 to 60,000 ms.</summary>
    public int ConnectTimeoutMs { get; init; } = 5_000;

    /// <summary>Longest silence of a request or response under way, 1,000 to 86,400,000 ms; WebSockets excepted.</summary>
    public int ActivityTimeoutMs { get; init; } = 300_000;

    /// <summary>Largest total of a request's headers, 1,024 to 1,048,576 bytes.</summary>
    public int MaxHeaderBytes { get; init; } = 65_536;

    /// <summary>Largest request body in bytes, 0 for no limit.</summary>
    public long MaxBodyBytes { get; init; } = 1L << 30;

    /// <summary>Most requests, WebSockets and streams of one tenant at the same time, 1 to 65,536.</summary>
    public int MaxInFlightPerTenant { get; init; } = 1_024;

    /// <summary>How long WebSockets and published connections go on after another edge has taken over, as in an upgrade, 1,000 to 86,400,000 ms.</summary>
    public int DrainMs { get; init; } = 300_000;
}
