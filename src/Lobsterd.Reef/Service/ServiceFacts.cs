using Lobsterd.Domain.Setup;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Reef.Service;

/// <summary>What the service says of itself.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Root">Its root.</param>
/// <param name="StartedAt">When it started (UTC).</param>
/// <param name="Hypervisors">The drivers.</param>
/// <param name="Files">Tells whether <c>init</c> has run.</param>
public sealed record ServiceFacts(string Version, string Root, DateTimeOffset StartedAt, HypervisorSet Hypervisors, IHostFiles Files)
{
    /// <summary>As the API shows it.</summary>
    public VersionBody ToBody() => new()
    {
        Version = Version,
        Pid = Environment.ProcessId,
        Root = Root,
        StartedAt = StartedAt,
        Initialized = Files.IsInitialized,
        Hypervisor = Hypervisors.Facts.IsSuccess
            ? new HypervisorBody(
                Hypervisors.Facts.Value.Name.Value, Hypervisors.Facts.Value.Version, Hypervisors.Facts.Value.Accelerator, Hypervisors.Facts.Value.Why)
            : null,
    };
}
