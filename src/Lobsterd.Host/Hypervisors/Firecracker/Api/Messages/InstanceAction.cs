namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>Something that is done once.</summary>
/// <param name="ActionType">Which.</param>
internal sealed record InstanceAction(string ActionType)
{
    /// <summary>Builds the machine and runs it.</summary>
    internal static readonly InstanceAction Start = new("InstanceStart");

    /// <summary>Writes the counters out.</summary>
    internal static readonly InstanceAction FlushMetrics = new("FlushMetrics");
}
