namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>Another TAP for an interface of a snapshot; its address stays.</summary>
/// <param name="IfaceId">The interface.</param>
/// <param name="HostDevName">The TAP.</param>
internal sealed record NetworkOverride(string IfaceId, string HostDevName);
