using Lobsterd.Engine.Commands.Evict;

namespace Lobsterd.Engine.Commands.Restore;

/// <summary>The steps that end a VM, in their order.</summary>
/// <param name="Unroute">Stops requests.</param>
/// <param name="Guest">Asks the guest to shut down.</param>
/// <param name="Kill">Ends the VMM.</param>
public sealed record RestartEnding(HoldRouteStep Unroute, GuestStep Guest, KillStep Kill);
