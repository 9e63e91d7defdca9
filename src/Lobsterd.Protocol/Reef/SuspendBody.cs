namespace Lobsterd.Protocol.Reef;

/// <summary>How a tenant is put to sleep.</summary>
/// <param name="Force">Whether what is under way is broken off, and an always-on tenant sleeps too.</param>
/// <param name="Why">The reason that its event tells, at most 200 characters.</param>
public sealed record SuspendBody(bool Force = false, string? Why = null);
