namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>Where a state is loaded from.</summary>
/// <param name="Uri"><c>fd:NAME</c>, never <c>exec:</c>: the sandbox kills QEMU for it.</param>
internal sealed record MigrateIncomingArguments(string Uri);
