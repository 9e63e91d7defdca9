using Lobsterd.Engine.Commands.Egress;
using Lobsterd.Engine.Commands.Evict;
using Lobsterd.Engine.Commands.Molt;
using Lobsterd.Engine.Commands.Restore;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Snap;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Commands.Templates;

namespace Lobsterd.Engine.Startup;

/// <summary>The commands that a starting service may have to go on with.</summary>
/// <param name="Spawn">Spawns.</param>
/// <param name="Evict">Evictions.</param>
/// <param name="Egress">Changes of where a tenant may go.</param>
/// <param name="Snaps">Snaps.</param>
/// <param name="Restore">Restores.</param>
/// <param name="Templates">The making of templates.</param>
/// <param name="Setup">Init and uninit.</param>
/// <param name="Molt">Repairs.</param>
/// <param name="Routes">Tells a running tenant's route.</param>
public sealed record StartupCommands(
    SpawnCommand Spawn, EvictCommand Evict, EgressCommand Egress, SnapCommand Snaps, RestoreCommand Restore, TemplateCommands Templates, SetupCommands Setup, MoltCommand Molt, SpawnSaga Routes);
