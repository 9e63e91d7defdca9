namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>A refusal by a request's handler.</summary>
/// <param name="FaultMessage">Firecracker's words.</param>
internal sealed record FaultReply(string? FaultMessage);
