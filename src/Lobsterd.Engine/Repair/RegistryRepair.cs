using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Repair;

/// <summary>Writes the registry anew from what the service works by.</summary>
public sealed class RegistryRepair(RegistryBook registry) : HostRepair(HealthRepairs.Registry)
{
    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> DoAsync(CancellationToken cancellationToken) => registry.RewriteAsync(cancellationToken);
}
