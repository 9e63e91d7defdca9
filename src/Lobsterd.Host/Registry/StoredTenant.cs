namespace Lobsterd.Host.Registry;

/// <summary>A tenant as <c>registry.json</c> holds it, schema 4.</summary>
internal sealed record StoredTenant
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required int Slot { get; init; }

    public required string Desired { get; init; }

    public required string Observed { get; init; }

    public string? Reason { get; init; }

    public required string Mode { get; init; }

    public required int Vcpus { get; init; }

    public required int MemoryMib { get; init; }

    public required long DiskBytes { get; init; }

    public required string Image { get; init; }

    public required string ImageName { get; init; }

    public required string Hypervisor { get; init; }

    public required string Workload { get; init; }

    public required int Port { get; init; }

    public required IReadOnlyList<StoredPort> Publish { get; init; }

    /// <summary>Since schema 2; what came before had no policies.</summary>
    public required string Egress { get; init; }

    public StoredRates? Rates { get; init; }

    /// <summary>Since schema 3; what came before had no labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public long? IdleAfterMs { get; init; }

    /// <summary>Since schema 4.</summary>
    public StoredSnapRule? Snaps { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string AgentToken { get; init; }

    public required string GatewayToken { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public StoredWord? Maintenance { get; init; }

    /// <summary>Since schema 5.</summary>
    public StoredWord? Hold { get; init; }

    public StoredDue? Due { get; init; }

    public StoredProof? Proof { get; init; }

    public StoredVm? Vm { get; init; }
}
