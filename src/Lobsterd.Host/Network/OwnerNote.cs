using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Network;

/// <summary>What a TAP's alias and a firewall element's comment say of their owner: <c>alice 0192f0c1-…</c>.</summary>
/// <param name="Name">The tenant's name.</param>
/// <param name="Id">The tenant's id; names are given again, ids never.</param>
public sealed record OwnerNote(TenantName Name, Guid Id)
{
    /// <summary>The note of an owner.</summary>
    public static OwnerNote Of(VmOwner owner) => new(owner.Name, owner.Id);

    /// <summary>Reads a note; null when the text is none.</summary>
    public static OwnerNote? Parse(string? text)
    {
        var parts = text?.Split(' ') ?? [];
        return parts.Length == 2 && TenantName.Parse(parts[0]).TryGetValue(out var name) && Guid.TryParseExact(parts[1], "D", out var id)
            ? new OwnerNote(name, id)
            : null;
    }

    /// <summary>The note as text, at most 69 characters of letters, digits, hyphens and one space.</summary>
    public override string ToString() => $"{Name} {Id:D}";
}
