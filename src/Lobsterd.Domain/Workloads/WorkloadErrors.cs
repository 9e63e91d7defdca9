using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Workloads;

/// <summary>The ways in which asking for a workload can fail.</summary>
public static class WorkloadErrors
{
    /// <summary>No workload of that name is configured or built in.</summary>
    public static readonly ErrorCode Unknown = new("workload.name.unknown", ErrorKind.Invalid);

    /// <summary>The workload's definition has no command of that name.</summary>
    public static readonly ErrorCode CommandUnknown = new("workload.command.unknown", ErrorKind.NotFound);
}
