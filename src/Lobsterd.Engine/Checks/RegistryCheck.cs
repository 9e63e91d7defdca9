using Lobsterd.Domain.Health;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the registry's file holds what the service works by.</summary>
public sealed class RegistryCheck(RegistryBook registry) : HostCheck(HealthChecks.Registry)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(CancellationToken cancellationToken) =>
        (await registry.VerifyAsync(cancellationToken)).TryGetError(out var error)
            ? Observation.Failed(error.FullMessage)
            : Observation.Healthy($"generation {registry.Current.Generation}");
}
