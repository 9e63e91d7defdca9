using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Wake;

/// <summary>A tenant that does nothing and may fall asleep before its time.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Idle">How long nothing passed the edge.</param>
/// <param name="Bytes">What its VM holds of the host's memory.</param>
public sealed record IdleTenant(Tenant Tenant, TimeSpan Idle, long Bytes);
