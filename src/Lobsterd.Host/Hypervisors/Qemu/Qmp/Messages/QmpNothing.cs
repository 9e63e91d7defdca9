namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>The arguments of a command that takes none, and the answer of one that tells nothing.</summary>
internal sealed record QmpNothing
{
    internal static readonly QmpNothing Value = new();
}
