namespace Lobsterd.Domain.Diagnosis;

/// <summary>One check of the host, as it came out.</summary>
/// <param name="Name">What was looked at, e.g. <c>hypervisor</c>; stable.</param>
/// <param name="Status">How it came out.</param>
/// <param name="Found">What was found, one sentence.</param>
/// <param name="Hint">What to do about it; null when nothing is to do.</param>
public sealed record HostCheck(string Name, CheckStatus Status, string Found, string? Hint);
