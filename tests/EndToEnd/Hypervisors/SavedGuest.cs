using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>A saved VM with its disk of the same moment.</summary>
/// <param name="State">Memory and devices.</param>
/// <param name="Disk">Absolute path of the disk.</param>
internal sealed record SavedGuest(SnapshotFiles State, string Disk);
