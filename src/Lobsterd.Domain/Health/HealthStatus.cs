namespace Lobsterd.Domain.Health;

/// <summary>How a check came out.</summary>
public enum HealthStatus
{
    /// <summary>As it should be.</summary>
    Healthy,

    /// <summary>Not as it should be; the evidence says how.</summary>
    Failed,

    /// <summary>It could not be looked at, or not before something else is well; never told as <see cref="Healthy"/>.</summary>
    Unknown,
}
