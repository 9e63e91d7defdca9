namespace Lobsterd.Domain.Health;

/// <summary>One check as it came out.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Status">How it came out.</param>
/// <param name="Evidence">What was found, one sentence without a full stop.</param>
public sealed record CheckResult(HealthCheck Check, HealthStatus Status, string Evidence)
{
    /// <summary>The check's name.</summary>
    public string Name => Check.Name;

    /// <summary>The name of the repair that would be tried first; null when there is none, or nothing to repair.</summary>
    public string? Repair => Status == HealthStatus.Failed && Check.Repairs.Count > 0 ? Check.Repairs[0].Name : null;

    /// <summary>What a person does when no repair helps; null when nothing is to do.</summary>
    public string? Advice => Status == HealthStatus.Failed ? Check.Advice : null;
}
