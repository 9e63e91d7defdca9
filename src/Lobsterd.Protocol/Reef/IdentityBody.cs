namespace Lobsterd.Protocol.Reef;

/// <summary>What a tenant's guest proved when it got its identity: no other VM has ever answered with any of it.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Digest">SHA-256 over all of it, lower-case hex.</param>
/// <param name="MachineId">The guest's machine id, 32 hex digits.</param>
/// <param name="BootId">The guest's boot id.</param>
/// <param name="HostKeys">Fingerprints of its SSH host keys; empty where it has none.</param>
/// <param name="ClockOffMs">How far its clock was before the host's then, in milliseconds.</param>
public sealed record IdentityBody(DateTimeOffset At, string Digest, string MachineId, Guid BootId, IReadOnlyList<string> HostKeys, double ClockOffMs);
