using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the guest's file system can be written.</summary>
public sealed class GuestDiskCheck() : TenantCheck(HealthChecks.GuestDisk)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken)
    {
        if ((await look.AskGuestAsync(cancellationToken)).TryGetError(out var error, out var answer)) return Observation.Unknown(error.FullMessage);

        // An agent of before did not tell; such a guest was never known to be ill.
        return answer.Stats.IsDiskReadOnly == true ? Observation.Failed("its file system is read-only") : Observation.Healthy("it can be written");
    }
}
