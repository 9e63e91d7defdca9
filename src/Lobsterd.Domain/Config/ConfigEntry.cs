namespace Lobsterd.Domain.Config;

/// <summary>Which record an entry of a map of sections is, for its defaults.</summary>
public enum ConfigEntry
{
    /// <summary>No record: the map's values are no sections.</summary>
    None,

    /// <summary>A <see cref="WorkloadConfig"/>.</summary>
    Workload,

    /// <summary>A <see cref="WorkloadFileConfig"/>.</summary>
    File,

    /// <summary>A <see cref="ProviderConfig"/>.</summary>
    Provider,

    /// <summary>A <see cref="SnapScheduleConfig"/>.</summary>
    Schedule,
}
