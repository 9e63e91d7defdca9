namespace Lobsterd.Engine.Commands.Templates;

/// <summary>Which template an operator asks for; everything has the default that a spawn has.</summary>
public sealed record TemplateBuildRequest
{
    /// <summary>Image name or hash; null for the configured default.</summary>
    public string? Image { get; init; }

    /// <summary>The workload whose tenants it is for; null for the image's own, or the demo gateway.</summary>
    public string? Workload { get; init; }

    /// <summary>Virtual CPUs, 1 to 32.</summary>
    public int? Vcpus { get; init; }

    /// <summary>Memory in MiB, 64 to 1,048,576.</summary>
    public int? MemoryMib { get; init; }

    /// <summary>Disk size in bytes, 64 MiB to 16 TiB, a multiple of 1 MiB.</summary>
    public long? DiskBytes { get; init; }
}
