namespace Lobsterd.Host.Registry;

/// <summary>A VMM process as <c>registry.json</c> holds it.</summary>
internal sealed record StoredVm(int Pid, long StartTicks, Guid BootId, string Version);
