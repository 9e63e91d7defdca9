using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Setup;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Storage;

namespace Lobsterd.Engine.Startup;

/// <summary>The parts of the host that a starting service makes right.</summary>
/// <param name="Files">Folders and the mark of <c>init</c>.</param>
/// <param name="Network">What all tenants' networks share.</param>
/// <param name="Edge">Edge and Caddy.</param>
/// <param name="Overlays">Disks that were being replaced.</param>
/// <param name="Snaps">Snaps that were being taken.</param>
/// <param name="Pool">Hypervisors that waited for an earlier service.</param>
public sealed record StartupHost(IHostFiles Files, ITenantNetwork Network, IEdge Edge, IOverlays Overlays, ISnaps Snaps, IVmmPool Pool);
