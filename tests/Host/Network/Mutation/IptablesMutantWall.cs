using System.Globalization;
using System.Text;
using Lobsterd.Host.Network.Iptables;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>The wall in iptables over nf_tables. A rule is replaced by its number; what stood before is restored whole.</summary>
internal sealed class IptablesMutantWall : IMutantWall
{
    private static readonly string[] Families = ["iptables", "ip6tables"];

    private readonly ProgramRunner programs = new(TimeProvider.System);
    private readonly Dictionary<string, string> whole = [];
    private readonly HashSet<string> spoilt = [];
    private bool hasOtherBuckets;

    public async Task<IReadOnlyList<Mutant>> ListAsync()
    {
        var mutants = new List<Mutant>();
        foreach (var family in Families)
        {
            var (numbers, kinds) = (new Dictionary<(string, string), int>(), new HashSet<(string, string, string)>());
            var rules = IptablesReading.Parse(await WholeAsync(family)).Rules;
            for (var i = 0; i < rules.Count; i++)
            {
                var rule = rules[i];
                var number = numbers[(rule.Table, rule.Chain)] = numbers.GetValueOrDefault((rule.Table, rule.Chain)) + 1;
                if (IsOurs(rule) && !LeadsNowhere(rule) && (rule.Owner is null || kinds.Add((rule.Table, rule.Chain, IptablesMutations.Kind(rule.Words)))))
                    mutants.AddRange(MutantsOf(family, rule, rules.ElementAtOrDefault(i + 1), number));
            }
        }
        return mutants;
    }

    public async Task<bool> SpoilAsync(Mutant mutant)
    {
        var family = mutant.Name[..mutant.Name.IndexOf(' ', StringComparison.Ordinal)];
        _ = spoilt.Add(family);
        hasOtherBuckets = mutant.Changes.Count > 1;
        foreach (var change in mutant.Changes)
            if (!await RestoreAsync(family, isWhole: false, change)) return false;

        // What the program words as before is the same rule: an option that is the default, say.
        return !IptablesReading.Parse(await SaveAsync(family)).Rules.SequenceEqual(IptablesReading.Parse(whole[family]).Rules);
    }

    // A guest's mark is in the rules that let it, and cannot be missing alone.
    public void Unmark(Guest guest) { }

    public Task BreachAsync() => EmptyAsync("*raw\n-F PREROUTING\nCOMMIT\n");

    public Task FallAsync() => EmptyAsync("*raw\n-F PREROUTING\n-F OUTPUT\nCOMMIT\n*filter\n-F INPUT\n-F FORWARD\n-F OUTPUT\nCOMMIT\n");

    public async Task MendAsync()
    {
        // Without its rules first: a bucket that a wrong one has made would be kept.
        if (hasOtherBuckets) await EmptyAsync($"*filter\n-F {IptablesChains.Forward}\nCOMMIT\n");
        foreach (var family in spoilt) Xunit.Assert.True(await RestoreAsync(family, isWhole: true, whole[family]));
        spoilt.Clear();
        hasOtherBuckets = false;
    }

    public void Dispose() { }

    private static bool IsOurs(IptablesRule rule) =>
        rule.Chain.StartsWith(IptablesChains.Prefix, StringComparison.Ordinal) || rule.Words.Contains($"-j {IptablesChains.Prefix}", StringComparison.Ordinal);

    // A guest's ports are never the agent's: what else there is of ports is made as the others are, and nothing comes as far.
    private static bool LeadsNowhere(IptablesRule rule) =>
        rule.Chain == IptablesChains.Ports && (rule.Words.Contains("--dport 52 ", StringComparison.Ordinal) || rule.Words.Contains("--dport 53 ", StringComparison.Ordinal));

    private static IEnumerable<Mutant> MutantsOf(string family, IptablesRule rule, IptablesRule? behind, int number)
    {
        // What marks a packet or gives it a zone lets nothing through: the rule behind it does, with the same conditions, and is made as wrong together with it.
        var isPair = rule.Owner is not null && behind is not null && (rule.Words.Contains("-j CONNMARK", StringComparison.Ordinal) || rule.Words.Contains("-j CT", StringComparison.Ordinal));
        var behinds = isPair ? IptablesMutations.Of(behind!.Words).ToDictionary(mutation => mutation.Name, mutation => mutation.Words) : [];
        foreach (var (name, words) in IptablesMutations.Of(rule.Words))
        {
            var isJoint = name.StartsWith("without ", StringComparison.Ordinal) && behinds.ContainsKey(name);
            yield return new Mutant(
                $"{family} {rule.Table} {rule.Chain}: {IptablesMutations.Named(rule.Words)}: {name}{(isJoint ? ", and so the rule behind it" : "")}",
                isJoint
                    ? [Script(rule, Line("-R", rule, number, words) + Line("-R", rule, number + 1, behinds[name]))]
                    : ChangesOf(rule, number, words));
        }
    }

    // A bucket that stands keeps the rate that it was made for, whatever a rule says that names it: so that rule goes first, and its bucket with it.
    private static string[] ChangesOf(IptablesRule rule, int number, string? words) => words is null ? [Script(rule, Line("-D", rule, number, null))]
        : rule.Words.Contains("--hashlimit-name", StringComparison.Ordinal) ? [Script(rule, Line("-D", rule, number, null)), Script(rule, Line("-I", rule, number, words))]
        : [Script(rule, Line("-R", rule, number, words))];

    private static string Script(IptablesRule rule, string lines) => $"*{rule.Table}\n{lines}COMMIT\n";

    private static string Line(string act, IptablesRule rule, int number, string? words) => string.Create(CultureInfo.InvariantCulture, $"{act} {rule.Chain} {number} {words}\n");

    private async Task EmptyAsync(string script)
    {
        foreach (var family in Families)
        {
            _ = await WholeAsync(family);
            _ = spoilt.Add(family);
            Xunit.Assert.True(await RestoreAsync(family, isWhole: false, script));
        }
    }

    // Everything of a world has moved in by the first time; it is the same from then on.
    private async Task<string> WholeAsync(string family) => whole.TryGetValue(family, out var saved) ? saved : whole[family] = await SaveAsync(family);

    private async Task<string> SaveAsync(string family) =>
        (await programs.RunToSuccessAsync(new ProgramInput { Program = $"/usr/sbin/{family}-nft-save", Timeout = TimeSpan.FromSeconds(20) }, CancellationToken.None)).Succeed().Output;

    private async Task<bool> RestoreAsync(string family, bool isWhole, string script) => (await programs.RunToSuccessAsync(
        new ProgramInput
        {
            Program = $"/usr/sbin/{family}-nft-restore",
            Arguments = isWhole ? [] : ["--noflush"],
            StandardInput = Encoding.UTF8.GetBytes(script),
            Timeout = TimeSpan.FromSeconds(20),
        },
        CancellationToken.None)).IsSuccess;
}
