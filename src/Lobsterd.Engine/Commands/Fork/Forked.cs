using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>What came of a fork.</summary>
/// <param name="Copies">The new tenants.</param>
public sealed record Forked(IReadOnlyList<Tenant> Copies);
