using System.Net;

namespace Lobsterd.Domain.Identity;

/// <summary>What a guest that was just given its identity says it is, read where its programs read it.</summary>
/// <param name="MachineId">Its <c>/etc/machine-id</c>.</param>
/// <param name="BootId">What its programs see as the kernel's boot id.</param>
/// <param name="Sample">Bytes that its kernel's generator gave after it was seeded; 32.</param>
/// <param name="HostName">Its host name.</param>
/// <param name="Address">The IPv4 address on its interface.</param>
/// <param name="Now">Its wall clock.</param>
/// <param name="HostKeys">SSH's public host keys as their files have them, kind and key; empty where it has none.</param>
public sealed record GuestProof(
    Guid MachineId, Guid BootId, ReadOnlyMemory<byte> Sample, string HostName, IPAddress Address, DateTimeOffset Now, IReadOnlyList<string> HostKeys);
