using System.Text.Json;

namespace Lobsterd.Engine.Sagas;

/// <summary>A journal's first line.</summary>
/// <param name="Saga">The saga's id, which is also its operation's.</param>
/// <param name="Kind">The definition's name.</param>
/// <param name="Tenant">The tenant's name; null for a saga of the host.</param>
/// <param name="BootId">The host's boot in which it began.</param>
/// <param name="StartedAt">When it began (UTC).</param>
/// <param name="Plan">Its plan.</param>
public sealed record SagaHead(Guid Saga, string Kind, string? Tenant, Guid BootId, DateTimeOffset StartedAt, JsonElement Plan);
