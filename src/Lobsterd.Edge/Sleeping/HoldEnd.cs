namespace Lobsterd.Edge.Sleeping;

/// <summary>How a wait for a sleeping tenant ended.</summary>
internal abstract record HoldEnd
{
    private HoldEnd() { }

    /// <summary>It is awake, and the passage has entered its gate: it must leave it.</summary>
    public sealed record Entered : HoldEnd;

    /// <summary>The gate is not what it was: it was opened before the wait began, or its tenant has no route any more. Look again.</summary>
    public sealed record Again : HoldEnd;

    /// <summary>Another edge serves it now.</summary>
    public sealed record Moved : HoldEnd;

    /// <summary>It is awake, and has as much in flight as it may.</summary>
    public sealed record Saturated : HoldEnd;

    /// <summary>Whoever waited went away.</summary>
    public sealed record Left : HoldEnd;

    /// <summary>As much waits as may.</summary>
    public sealed record Full : HoldEnd;

    /// <summary>It did not wake in its time.</summary>
    public sealed record TooLong : HoldEnd;

    /// <summary>It was asked for too often.</summary>
    /// <param name="RetryAfter">When there may be another ask.</param>
    public sealed record TooOften(TimeSpan RetryAfter) : HoldEnd;

    /// <summary>It could not be woken.</summary>
    /// <param name="Reason">Why; one sentence of the service's.</param>
    /// <param name="RetryAfter">When it may be asked for again.</param>
    public sealed record Refused(string Reason, TimeSpan RetryAfter) : HoldEnd;
}
