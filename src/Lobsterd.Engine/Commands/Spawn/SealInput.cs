namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Which secrets a spawn keeps.</summary>
/// <param name="Tenant">The tenant's id.</param>
/// <param name="Count">How many there are; none is nothing to do.</param>
public sealed record SealInput(Guid Tenant, int Count);
