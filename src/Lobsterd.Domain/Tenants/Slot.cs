namespace Lobsterd.Domain.Tenants;

/// <summary>The small integer that a tenant holds while it exists; TAP name, /30 and jail UID are functions of it.</summary>
/// <param name="Number">From 0; the address pool decides the highest (16,383 in a /16).</param>
public readonly record struct Slot(int Number) : IComparable<Slot>
{
    /// <inheritdoc/>
    public int CompareTo(Slot other) => Number.CompareTo(other.Number);

    /// <inheritdoc/>
    public override string ToString() => Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
