namespace Lobsterd.Protocol.Reef;

/// <summary>What shall be otherwise about a tenant; what is left out stays.</summary>
public sealed record TenantPatchBody
{
    /// <summary>Virtual CPUs, 1 to 32; they are a VM's from its start.</summary>
    public int? Vcpus { get; init; }

    /// <summary>Guest memory in MiB; it is a VM's from its start.</summary>
    public int? MemoryMib { get; init; }

    /// <summary>Who may put it to sleep: <c>always-on</c>, <c>auto</c>, <c>manual</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>How long a tenant of mode <c>auto</c> is idle before it sleeps, in milliseconds; 0 for as long as the configuration says.</summary>
    public long? IdleAfterMs { get; init; }

    /// <summary>When snaps of it are taken by themselves: <c>6h</c>, or five fields of cron with a time zone before them if it is not UTC; <c>never</c>: when the configuration wants them alone.</summary>
    public string? SnapEvery { get; init; }

    /// <summary>Most snaps without a label that are kept of it, up to 100,000; 0 for as many as the configuration says.</summary>
    public int? SnapKeep { get; init; }

    /// <summary>Labels that it gets, or whose values change.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Keys of labels that it loses.</summary>
    public IReadOnlyList<string>? Unlabel { get; init; }

    /// <summary>Whether its VM may be restarted where a value wants that; without it such a change is refused whole.</summary>
    public bool Restart { get; init; }
}
