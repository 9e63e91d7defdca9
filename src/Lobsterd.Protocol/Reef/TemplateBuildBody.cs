namespace Lobsterd.Protocol.Reef;

/// <summary>Asks for a template; what is left out is as for a spawn.</summary>
public sealed record TemplateBuildBody
{
    /// <summary>Image name or hash.</summary>
    public string? Image { get; init; }

    /// <summary>The workload whose tenants it is for; its program waits in it where the workload's definition says so.</summary>
    public string? Workload { get; init; }

    /// <summary>Virtual CPUs, 1 to 32.</summary>
    public int? Vcpus { get; init; }

    /// <summary>Memory in MiB, 64 to 1,048,576.</summary>
    public int? MemoryMib { get; init; }

    /// <summary>Disk size in bytes, a multiple of 1 MiB.</summary>
    public long? DiskBytes { get; init; }
}
