using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Setup;

namespace Lobsterd.Engine.Startup;

/// <summary>The parts of the host that a starting service makes right.</summary>
/// <param name="Files">Folders and the mark of <c>init</c>.</param>
/// <param name="Network">What all tenants' networks share.</param>
/// <param name="Edge">Edge and Caddy.</param>
public sealed record StartupHost(IHostFiles Files, ITenantNetwork Network, IEdge Edge);
