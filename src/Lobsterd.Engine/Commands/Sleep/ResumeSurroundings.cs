using Lobsterd.Domain.Edge;
using Lobsterd.Engine.Commands.Spawn;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>What a wake asks beside its own steps.</summary>
/// <param name="Edge">Where requests wait.</param>
/// <param name="Routes">Where they go.</param>
/// <param name="Planner">Knows what a tenant runs.</param>
public sealed record ResumeSurroundings(IEdge Edge, SpawnSaga Routes, SpawnPlanner Planner);
