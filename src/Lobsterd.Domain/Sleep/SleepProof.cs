using System.Globalization;

namespace Lobsterd.Domain.Sleep;

/// <summary>What is known of a sleeper's saved state beside its passport, since it was tried.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Why">Why it was not loaded, or cannot be used, one sentence without a full stop; null where it was loaded.</param>
public sealed record SleepProof(DateTimeOffset At, ProofOutcome Outcome, string? Why)
{
    /// <summary>For people, without a full stop.</summary>
    public override string ToString()
    {
        var at = At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return Outcome switch
        {
            ProofOutcome.Loaded => $"verified at {at}: its saved state is whole and loads",
            ProofOutcome.Checked => $"checked, not loaded, at {at}: {Why}",
            _ => $"tried at {at}: its saved state cannot be used: {Why}",
        };
    }
}
