namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>Whether the virtual CPUs run.</summary>
/// <param name="State">The state to be in; being in it already is success.</param>
internal sealed record VmState(string State)
{
    /// <summary>They stand still.</summary>
    internal static readonly VmState Paused = new("Paused");

    /// <summary>They run.</summary>
    internal static readonly VmState Resumed = new("Resumed");
}
