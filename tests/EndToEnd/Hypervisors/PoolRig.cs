using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>QEMU as it is shipped, where each VM that is restored has waited for its tenant, but for the first.</summary>
public sealed class PoolRig : QemuRig
{
    /// <summary>Tests with such a rig run one after the other: what is started to wait has, in the tests' one network namespace, a TAP by its seat's number, and each root counts from the first.</summary>
    public const string OneAtATime = "one pool at a time";

    // What waits maps a template's memory, and never any other.
    protected override string SavedFolder => Path.Combine(Paths.Templates, "one");

    /// <summary>Every process that sits beyond the slots.</summary>
    internal IReadOnlyList<int> Seated => [.. ProcessTable.Pids().Where(pid => ProcessTable.UserOf(pid).TryGetValue(out var user) && Paths.Instance.SeatOf(user) is { IsBeyondSlots: true })];

    public override IHypervisor NewDriver() => new PooledDriver(NewQemu(pool: 1));

    /// <summary>Whether an owner's VM has waited for it.</summary>
    internal bool HasWaited(VmOwner owner) => File.Exists(Path.Combine(Paths.VmOf(owner.Name), "seat"));

    public override IReadOnlyList<string> LeftOf(VmOwner owner) =>
    [
        .. base.LeftOf(owner),
        .. HasWaited(owner) ? Seated.Select(pid => $"process {pid}") : [],
    ];
}
