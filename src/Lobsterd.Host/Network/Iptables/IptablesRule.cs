using System.Globalization;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Network.Iptables;

/// <summary>A rule as iptables-save(8) writes it.</summary>
/// <param name="Table">The table that it is in, e.g. <c>filter</c>.</param>
/// <param name="Chain">The chain that it is in.</param>
/// <param name="Words">Everything behind the chain's name; given back as they are they name the same rule.</param>
internal sealed record IptablesRule(string Table, string Chain, string Words)
{
    private const string CommentWord = "--comment \"";

    /// <summary>Whose it is, by its comment: slot and note; null when it is no tenant's.</summary>
    internal (Slot Slot, OwnerNote Note)? Owner
    {
        get
        {
            var begin = Words.IndexOf(CommentWord, StringComparison.Ordinal);
            if (begin < 0) return null;
            var text = Words[(begin + CommentWord.Length)..];
            var end = text.IndexOf('"', StringComparison.Ordinal);
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            return space > 0 && space < end && NetworkPlan.SlotOf(text[..space]) is { } slot && OwnerNote.Parse(text[(space + 1)..end]) is { } note ? (slot, note) : null;
        }
    }

    /// <summary>The line that adds it at the end of its chain.</summary>
    internal string Addition => $"-A {Chain} {Words}";

    /// <summary>The line that deletes it.</summary>
    internal string Deletion => $"-D {Chain} {Words}";

    /// <summary>The match by which a tenant's rules are known.</summary>
    internal static string CommentOf(VmOwner owner) =>
        string.Create(CultureInfo.InvariantCulture, $"-m comment {CommentWord}{NetworkPlan.TapOf(owner.Slot)} {OwnerNote.Of(owner)}\"");
}
