using Lobsterd.Domain.Network;
using Lobsterd.Guest.Cgroups;
using Lobsterd.Guest.Machine;
using Lobsterd.Guest.Network;
using Lobsterd.Guest.Overlay;

namespace Lobsterd.Guest.Agent;

/// <summary>What an agent works on: a virtual machine's own parts, or the stand-ins of process mode.</summary>
internal sealed record AgentSurroundings
{
    /// <summary>The machine as a whole.</summary>
    internal required IMachine Machine { get; init; }

    /// <summary>Its one interface.</summary>
    internal required IGuestNetwork Network { get; init; }

    /// <summary>Its writable disk.</summary>
    internal required IOverlay Overlay { get; init; }

    /// <summary>Where groups of processes come from.</summary>
    internal required ICgroupTree Cgroups { get; init; }

    /// <summary>The folder that is the guest's root.</summary>
    internal required string Root { get; init; }

    /// <summary>The control port.</summary>
    internal int ControlPort { get; init; } = ControlAddress.ControlPort;

    /// <summary>The health port.</summary>
    internal int HealthPort { get; init; } = ControlAddress.HealthPort;

    /// <summary>Variables that the workload gets besides its own.</summary>
    internal IReadOnlyDictionary<string, string> WorkloadVariables { get; init; } = new Dictionary<string, string>();
}
