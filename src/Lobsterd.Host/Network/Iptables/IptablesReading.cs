namespace Lobsterd.Host.Network.Iptables;

/// <summary>What iptables-save(8) tells.</summary>
/// <param name="Chains">Table and name of every chain.</param>
/// <param name="Rules">All rules, in order.</param>
internal sealed record IptablesReading(IReadOnlySet<(string Table, string Chain)> Chains, IReadOnlyList<IptablesRule> Rules)
{
    /// <summary>Nothing at all.</summary>
    internal static readonly IptablesReading Empty = new(new HashSet<(string, string)>(), []);

    /// <summary>Rules of other chains that lead into ours.</summary>
    internal IEnumerable<IptablesRule> Jumps => Rules.Where(rule => !IsOurs(rule.Chain) && rule.Words.Contains($"-j {IptablesChains.Prefix}", StringComparison.Ordinal));

    /// <summary>Rules of tenants.</summary>
    internal IEnumerable<IptablesRule> OfTenants => Rules.Where(rule => IptablesChains.OfTenants.Contains((rule.Table, rule.Chain)) && rule.Owner is not null);

    /// <summary>Our chains.</summary>
    internal IEnumerable<(string Table, string Chain)> Ours => Chains.Where(chain => IsOurs(chain.Chain));

    /// <summary>Whether a chain is there.</summary>
    internal bool Has(string table, string chain) => Chains.Contains((table, chain));

    /// <summary>Reads the program's output; lines that it does not know are none of ours.</summary>
    internal static IptablesReading Parse(string saved)
    {
        var chains = new HashSet<(string, string)>();
        var rules = new List<IptablesRule>();
        var table = "";
        foreach (var line in saved.Split('\n'))
        {
            var words = line.Split(' ', 3);
            if (line.StartsWith('*')) table = line[1..].Trim();
            else if (line.StartsWith(':')) _ = chains.Add((table, words[0][1..]));
            else if (words is ["-A", var chain, var rest]) rules.Add(new IptablesRule(table, chain, rest.TrimEnd()));
        }
        return new IptablesReading(chains, rules);
    }

    private static bool IsOurs(string chain) => chain.StartsWith(IptablesChains.Prefix, StringComparison.Ordinal);
}
