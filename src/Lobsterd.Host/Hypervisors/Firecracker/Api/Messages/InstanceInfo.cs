namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>What a Firecracker says of itself.</summary>
/// <param name="Id">The jail's id.</param>
/// <param name="State"><c>Not started</c>, <c>Running</c> or <c>Paused</c>.</param>
/// <param name="VmmVersion">Its version.</param>
internal sealed record InstanceInfo(string? Id, string? State, string? VmmVersion)
{
    /// <summary>The state of a VM whose virtual CPUs stand still.</summary>
    internal const string Paused = "Paused";
}
