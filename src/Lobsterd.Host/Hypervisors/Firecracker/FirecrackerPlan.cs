using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Hypervisors.Firecracker.Api;

namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>A VM as it shall be started, cold or from a saved state.</summary>
/// <param name="Input">The VM.</param>
/// <param name="Install">What runs it.</param>
/// <param name="Shared">Absolute paths of files that it reads, and their names in its jail.</param>
/// <param name="Requests">What Firecracker is asked, in this order.</param>
internal sealed record FirecrackerPlan(
    BootVmInput Input, FirecrackerInstall Install, IReadOnlyList<KeyValuePair<string, string>> Shared, IReadOnlyList<ApiRequest> Requests)
{
    /// <summary>The device state that it is made of; null for a cold boot.</summary>
    internal byte[]? State { get; init; }
}
