using System.Globalization;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Hypervisors;

/// <summary>Where a VMM sits: the number that gives its user, its group and its cgroup. No two VMMs sit in one seat.</summary>
/// <remarks>A VMM that is started for its tenant sits in the tenant's slot. One that has waited for a tenant keeps the seat that it was started in, since a process
/// that runs keeps its user.</remarks>
/// <param name="Number">A slot's number, or one from <see cref="First"/> on.</param>
public readonly record struct Seat(int Number)
{
    /// <summary>The lowest seat that is no slot: beyond the most slots that a pool of addresses has.</summary>
    public const int First = 16_384;

    /// <summary>Whether whoever sits in it has waited.</summary>
    public bool IsBeyondSlots => Number >= First;

    /// <summary>A slot's own.</summary>
    public static Seat Of(Slot slot) => new(slot.Number);

    /// <inheritdoc/>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
}
