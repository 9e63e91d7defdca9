using System.Globalization;
using System.Text.Json.Nodes;
using Lobsterd.Host.Network;
using Lobsterd.Linux.Nftables;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>The wall in nftables. A rule gives way to another, as the kernel lists it in JSON (libnftables-json(5)); the product itself makes it whole again.</summary>
/// <param name="sandbox">Whose wall.</param>
internal sealed class NftMutantWall(NetSandbox sandbox) : IMutantWall
{
    private readonly NftContext nftables = NftContext.Open().Succeed();

    public Task<IReadOnlyList<Mutant>> ListAsync() => Task.FromResult<IReadOnlyList<Mutant>>([.. Rules().GroupBy(rule => rule["chain"]!.GetValue<string>()).SelectMany(chain => chain.SelectMany(MutantsOf))]);

    public Task<bool> SpoilAsync(Mutant mutant) => Task.FromResult(mutant.Changes.All(change => nftables.Run(change).IsSuccess));

    public void Unmark(Guest guest) => nftables.Run($"delete element inet {NftSets.Table} {NftSets.Marks} {{ \"{guest.Tap}\" }}\n").Succeed();

    public Task BreachAsync()
    {
        nftables.Run($"flush chain inet {NftSets.Table} LOBSTER-PREROUTING\n").Succeed();
        return Task.CompletedTask;
    }

    public Task FallAsync()
    {
        // What leaves the host in its name goes on: it keeps nobody from anything.
        foreach (var chain in Rules().Select(rule => rule["chain"]!.GetValue<string>()).Distinct().Where(chain => chain != "LOBSTER-NAT"))
            nftables.Run($"flush chain inet {NftSets.Table} {chain}\n").Succeed();
        return Task.CompletedTask;
    }

    public Task MendAsync() => sandbox.MustAsync(network => network.EnsureBaseAsync(CancellationToken.None));

    public void Dispose() => nftables.Dispose();

    private List<JsonNode> Rules()
    {
        var objects = JsonNode.Parse(nftables.Read($"list table inet {NftSets.Table}").Succeed())!["nftables"]!.AsArray();
        return [.. objects.Select(one => one!["rule"]).OfType<JsonNode>()];
    }

    private static IEnumerable<Mutant> MutantsOf(JsonNode rule, int index)
    {
        var (chain, handle) = (rule["chain"]!.GetValue<string>(), rule["handle"]!.GetValue<int>());
        var expression = rule["expr"]!.AsArray();
        return NftMutations.Of(expression).Select(mutation => new Mutant(
            string.Create(CultureInfo.InvariantCulture, $"{chain}: {NftMutations.Words(expression)}: {mutation.Name}"),
            [Command("insert", Added(chain, index, mutation.Expression)), Command("delete", Deleted(chain, handle))]));
    }

    // Two commands, not "replace": libnftables 1.0.6 ends the process when a rule that is replaced has an anonymous set of intervals.
    private static string Command(string command, JsonObject rule) =>
        new JsonObject { ["nftables"] = new JsonArray(new JsonObject { [command] = new JsonObject { ["rule"] = rule } }) }.ToJsonString();

    private static JsonObject Added(string chain, int index, JsonArray expression) =>
        new() { ["family"] = "inet", ["table"] = NftSets.Table, ["chain"] = chain, ["index"] = index, ["expr"] = expression };

    private static JsonObject Deleted(string chain, int handle) =>
        new() { ["family"] = "inet", ["table"] = NftSets.Table, ["chain"] = chain, ["handle"] = handle };
}
