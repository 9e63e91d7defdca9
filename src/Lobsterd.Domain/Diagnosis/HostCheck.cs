namespace Lobsterd.Domain.Diagnosis;

/// <summary>One check of the host, as it came out.</summary>
/// <param name="Name">What was looked at, e.g. <c>hypervisor</c>; stable.</param>
/// <param name="Status">How it came out.</param>
/// <param name="Found">What was found, one sentence.</param>
/// <param name="Hint">What to do about it; null when nothing is to do.</param>
public sealed record HostCheck(string Name, CheckStatus Status, string Found, string? Hint)
{
    /// <summary>How much it matters when it is not <see cref="CheckStatus.Ok"/>.</summary>
    public CheckSeverity Severity { get; init; } = CheckSeverity.High;

    /// <summary>Why it matters, one sentence; null where the hint says so.</summary>
    public string? Why { get; init; }

    /// <summary>Why an operator lives with it (<c>posture.waivers</c>); null when nobody said so.</summary>
    public string? Waiver { get; init; }
}
