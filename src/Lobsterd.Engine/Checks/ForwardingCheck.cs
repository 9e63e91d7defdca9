using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the host forwards.</summary>
public sealed class ForwardingCheck(INetworkReadings network) : HostCheck(HealthChecks.Forwarding)
{
    /// <inheritdoc/>
    public override Task<Observation> LookAsync(CancellationToken cancellationToken) =>
        Task.FromResult(network.IsForwarding().TryGetError(out var error, out var isOn)
            ? Observation.Unknown(error.FullMessage)
            : isOn ? Observation.Healthy("net.ipv4.ip_forward is 1") : Observation.Failed("net.ipv4.ip_forward is 0"));
}
