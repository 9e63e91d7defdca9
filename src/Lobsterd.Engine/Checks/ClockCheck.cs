using System.Globalization;
using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the guest's clock is right.</summary>
public sealed class ClockCheck() : TenantCheck(HealthChecks.Clock)
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken)
    {
        if ((await look.AskGuestAsync(cancellationToken)).TryGetError(out var error, out var answer)) return Observation.Unknown(error.FullMessage);
        var (stats, asked, answered) = answer;
        if (stats.Now is not { } told) return Observation.Unknown("its agent is too old to tell");

        // The guest read its clock some time between question and answer: only what lies outside is its fault.
        var off = told < asked ? told - asked : told > answered ? told - answered : TimeSpan.Zero;
        return off.Duration() <= Most
            ? Observation.Healthy("within 1 s of the host's")
            : Observation.Failed(string.Create(CultureInfo.InvariantCulture, $"{off.Duration().TotalSeconds:0.0} s {(off > TimeSpan.Zero ? "fast" : "slow")}"));
    }
}
