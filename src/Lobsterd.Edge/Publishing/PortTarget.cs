using Lobsterd.Edge.Routing;

namespace Lobsterd.Edge.Publishing;

/// <summary>Where connections to a published port go.</summary>
/// <param name="Route">The tenant's route.</param>
/// <param name="GuestPort">The port in the guest.</param>
internal sealed record PortTarget(LiveRoute Route, int GuestPort);
