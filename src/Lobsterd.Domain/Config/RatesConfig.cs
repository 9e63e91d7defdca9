namespace Lobsterd.Domain.Config;

/// <summary>Rates of a new tenant that asks for none of its own; null for as much as it can.</summary>
public sealed record RatesConfig
{
    /// <summary>What its guest may receive.</summary>
    public string? Rx { get; init; }

    /// <summary>What its guest may send.</summary>
    public string? Tx { get; init; }

    /// <summary>What it may read and write on its disk.</summary>
    public string? Disk { get; init; }
}
