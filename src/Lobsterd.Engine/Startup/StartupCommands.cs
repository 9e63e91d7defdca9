using Lobsterd.Engine.Commands.Egress;
using Lobsterd.Engine.Commands.Evict;
using Lobsterd.Engine.Commands.Fork;
using Lobsterd.Engine.Commands.Molt;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Restore;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Snap;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Commands.Templates;

namespace Lobsterd.Engine.Startup;

/// <summary>The commands that a starting service may have to go on with.</summary>
/// <param name="Spawn">Spawns.</param>
/// <param name="Evict">Evictions.</param>
/// <param name="Power">Stops, starts and restarts.</param>
/// <param name="Egress">Changes of where a tenant may go.</param>
/// <param name="Snaps">Snaps.</param>
/// <param name="Restore">Restores.</param>
/// <param name="Templates">The making of templates.</param>
/// <param name="Setup">Init and uninit.</param>
/// <param name="Molt">Repairs.</param>
/// <param name="Sleep">Falling asleep and waking.</param>
/// <param name="Forks">Forks.</param>
/// <param name="Routes">Tells a running tenant's route.</param>
/// <param name="PowerRoutes">Tells which starts have let requests in.</param>
public sealed record StartupCommands(
    SpawnCommand Spawn,
    EvictCommand Evict,
    PowerCommand Power,
    EgressCommand Egress,
    SnapCommand Snaps,
    RestoreCommand Restore,
    TemplateCommands Templates,
    SetupCommands Setup,
    MoltCommand Molt,
    SleepCommands Sleep,
    ForkCommand Forks,
    SpawnSaga Routes,
    PowerSagas PowerRoutes);
