namespace Lobsterd.Host.Network;

/// <summary>The difference between what a firewall shall hold and what it holds, in words.</summary>
internal static class WallPlan
{
    /// <summary>What is missing and what is too much; none when both are the same.</summary>
    internal static IReadOnlyList<string> Differences(IEnumerable<string> planned, IEnumerable<string> present)
    {
        var (wanted, standing) = (planned.ToList(), present.ToList());
        return [.. wanted.Except(standing).Select(one => $"{one} is missing"), .. standing.Except(wanted).Select(one => $"{one} is not planned")];
    }
}
