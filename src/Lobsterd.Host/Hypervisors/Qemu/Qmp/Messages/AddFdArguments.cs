namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>Adds the descriptor that is sent along to a set, which then has the path <c>/dev/fdset/N</c>.</summary>
/// <param name="FdsetId">The set's number.</param>
internal sealed record AddFdArguments(int FdsetId);
