namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>How far a migration is; also what a <c>MIGRATION</c> event tells.</summary>
/// <param name="Status">QEMU's word, e.g. <c>setup</c>, <c>active</c>, <c>completed</c>, <c>failed</c>; null when there was none.</param>
internal sealed record MigrationReturn(string? Status);
