using Lobsterd.Engine.Commands.Evict;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>The steps of a stop, in their order.</summary>
/// <param name="Mark">Writes down what is wanted.</param>
/// <param name="Unroute">Stops requests.</param>
/// <param name="Guest">Asks the guest to shut down.</param>
/// <param name="Kill">Ends the VMM.</param>
/// <param name="State">Gives up what a sleeper was saved as.</param>
/// <param name="Stopped">Writes down that it is off.</param>
public sealed record StopSteps(StoppingStep Mark, UnrouteStep Unroute, GuestStep Guest, KillStep Kill, SpentStateStep State, StoppedStep Stopped);
