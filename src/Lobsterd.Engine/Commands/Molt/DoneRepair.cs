using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Commands.Molt;

/// <summary>A repair that was done, or that a dry run would try.</summary>
/// <param name="Check">The check that had failed.</param>
/// <param name="Evidence">What the check had found.</param>
/// <param name="Repair">What was done about it.</param>
/// <param name="HasHelped">Whether the same check was healthy behind it; null when nothing was done.</param>
/// <param name="Error">Why the repair itself failed; null when it did not.</param>
/// <param name="Took">How long it took, the check behind it included.</param>
public sealed record DoneRepair(HealthCheck Check, string Evidence, HealthRepair Repair, bool? HasHelped, LobsterError? Error, TimeSpan Took);
