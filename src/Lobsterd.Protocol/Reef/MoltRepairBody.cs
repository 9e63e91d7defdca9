namespace Lobsterd.Protocol.Reef;

/// <summary>A repair that a molt did, or would do.</summary>
/// <param name="Check">The check that had failed.</param>
/// <param name="Evidence">What the check had found.</param>
/// <param name="Repair">The repair's name.</param>
/// <param name="Does">What it does.</param>
/// <param name="Helped">Whether the same check was healthy behind it; null when nothing was done.</param>
/// <param name="Error">Why the repair itself failed; null when it did not.</param>
/// <param name="ElapsedMs">How long it took, the check behind it included.</param>
public sealed record MoltRepairBody(string Check, string Evidence, string Repair, string Does, bool? Helped, ProblemBody? Error, double ElapsedMs);
