using System.Text;

namespace Lobsterd.Host.Network;

/// <summary>From the elements that stand for a slot's egress policy to those that shall.</summary>
/// <param name="Present">What stands.</param>
/// <param name="Wanted">What shall.</param>
/// <param name="Lapsed">Of what names have led to, what shall not stand any longer.</param>
internal sealed record EgressChange(IReadOnlyList<EgressElement> Present, IReadOnlyList<EgressElement> Wanted, IReadOnlyList<EgressElement> Lapsed)
{
    /// <summary>Nothing stands, nothing shall.</summary>
    internal static readonly EgressChange None = new([], [], []);

    /// <summary>Whether anything changes.</summary>
    internal bool IsAny => !Present.ToHashSet().SetEquals(Wanted) || Lapsed.Count > 0;

    /// <summary>The change as lines of an nft script. Deletions come first: an interval that overlaps another cannot be added beside it.</summary>
    internal string Script
    {
        get
        {
            var script = new StringBuilder();
            Append(script, "delete", Present.Except(Wanted), element => element.Key);
            // One that expires meanwhile is not there to be deleted, and the kernel would refuse everything else with it.
            Append(script, "add", Lapsed, element => $"{element.Key} timeout 1s");
            Append(script, "delete", Lapsed, element => element.Key);
            Append(script, "add", Wanted.Except(Present), element => element.Addition);
            return script.ToString();
        }
    }

    /// <summary>Appends a line for each set.</summary>
    internal static void Append(StringBuilder script, string act, IEnumerable<EgressElement> elements, Func<EgressElement, string> write)
    {
        foreach (var set in elements.GroupBy(element => element.Set))
            _ = script.Append(act).Append(" element inet ").Append(NftSets.Table).Append(' ').Append(set.Key)
                .Append(" { ").AppendJoin(", ", set.Select(write)).Append(" }\n");
    }
}
