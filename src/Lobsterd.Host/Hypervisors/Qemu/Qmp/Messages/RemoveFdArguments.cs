namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>Forgets a set.</summary>
/// <param name="FdsetId">The set's number.</param>
internal sealed record RemoveFdArguments(int FdsetId);
