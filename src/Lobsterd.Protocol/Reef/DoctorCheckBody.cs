namespace Lobsterd.Protocol.Reef;

/// <summary>One check of the host.</summary>
/// <param name="Name">What was looked at, e.g. <c>hypervisor</c>.</param>
/// <param name="Status"><c>ok</c>, <c>warn</c>, <c>fail</c>, or <c>unknown</c> when it could not be read.</param>
/// <param name="Severity">How much it matters when it is not <c>ok</c>: <c>low</c>, <c>medium</c> or <c>high</c>.</param>
/// <param name="Found">What was found.</param>
/// <param name="Why">Why it matters; null where the hint says so.</param>
/// <param name="Hint">What to do about it; null when nothing is to do.</param>
/// <param name="Waiver">Why an operator lives with it; null when nobody said so.</param>
public sealed record DoctorCheckBody(string Name, string Status, string Severity, string Found, string? Why, string? Hint, string? Waiver);
