using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>Everything that is decided before a tenant is copied.</summary>
/// <param name="Source">The entry of the tenant that is copied, as it is while it runs, or sleeps.</param>
/// <param name="Copies">The tenants to be.</param>
/// <param name="Nonce">What the guest stands still under: the copies know whoever has it, and nobody else.</param>
/// <param name="KeepProcesses">Whether what ran in the original goes on in the copies.</param>
public sealed record ForkPlan(Tenant Source, IReadOnlyList<ForkCopy> Copies, byte[] Nonce, bool KeepProcesses)
{
    /// <summary>Whether it is copied asleep, and sleeps on.</summary>
    public bool Sleeps => Source.Observed == ObservedState.Suspended;
}
