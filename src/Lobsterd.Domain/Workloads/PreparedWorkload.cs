using Lobsterd.Domain.Agent;

namespace Lobsterd.Domain.Workloads;

/// <summary>A workload's program as it waits in a template: nothing of a tenant, so neither variables nor secrets nor files.</summary>
/// <param name="Name">The workload's name.</param>
/// <param name="Command">Program and arguments; empty means the demo gateway inside the guest binary.</param>
/// <param name="User">The guest's user that it runs as; never root.</param>
public sealed record PreparedWorkload(string Name, IReadOnlyList<string> Command, string User)
{
    /// <summary>What of a workload can wait for its tenant.</summary>
    public static PreparedWorkload Of(WorkloadSpec workload) => new(workload.Name, workload.Command, workload.User);

    /// <summary>Whether it is the same program under the same user: what waits for one then serves the other.</summary>
    public bool Equals(PreparedWorkload? other) =>
        other is not null && Name == other.Name && User == other.User && Command.SequenceEqual(other.Command, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, User, Command.Count);
}
