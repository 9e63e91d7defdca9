using System.Text;

namespace Lobsterd.Host.Network;

/// <summary>From the elements that stand for a slot's egress policy to those that shall.</summary>
/// <param name="Present">What stands.</param>
/// <param name="Wanted">What shall.</param>
internal sealed record EgressChange(IReadOnlyList<EgressElement> Present, IReadOnlyList<EgressElement> Wanted)
{
    /// <summary>Nothing stands, nothing shall.</summary>
    internal static readonly EgressChange None = new([], []);

    /// <summary>Whether anything changes.</summary>
    internal bool IsAny => !Present.ToHashSet().SetEquals(Wanted);

    /// <summary>The change as lines of an nft script. Deletions come first: an interval that overlaps another cannot be added beside it.</summary>
    internal string Script
    {
        get
        {
            var script = new StringBuilder();
            Append(script, "delete", Present.Except(Wanted));
            Append(script, "add", Wanted.Except(Present));
            return script.ToString();
        }
    }

    private static void Append(StringBuilder script, string act, IEnumerable<EgressElement> elements)
    {
        foreach (var set in elements.GroupBy(element => element.Set))
            _ = script.Append(act).Append(" element inet ").Append(NftSets.Table).Append(' ').Append(set.Key)
                .Append(" { ").AppendJoin(", ", set.Select(element => element.Key)).Append(" }\n");
    }
}
