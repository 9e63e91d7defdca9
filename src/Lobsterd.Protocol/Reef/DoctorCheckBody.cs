namespace Lobsterd.Protocol.Reef;

/// <summary>One check of the host.</summary>
/// <param name="Name">What was looked at, e.g. <c>hypervisor</c>.</param>
/// <param name="Status"><c>ok</c>, <c>warn</c>, <c>fail</c>, or <c>unknown</c> when it could not be read.</param>
/// <param name="Found">What was found.</param>
/// <param name="Hint">What to do about it; null when nothing is to do.</param>
public sealed record DoctorCheckBody(string Name, string Status, string Found, string? Hint);
