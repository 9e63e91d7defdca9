namespace Lobsterd.Host.Registry;

/// <summary>A freed slot as <c>registry.json</c> holds it.</summary>
internal sealed record StoredFreedSlot(int Slot, DateTimeOffset FreedAt);
