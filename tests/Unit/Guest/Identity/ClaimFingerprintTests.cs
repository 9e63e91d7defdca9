using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lobsterd.Guest.Identity;
using Lobsterd.Protocol.Agent;
using Lobsterd.Tests.Unit.Guest.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Identity;

/// <summary>Every member of a claim makes it another one, but those that are new each time that it is sent.</summary>
public sealed class ClaimFingerprintTests
{
    private static readonly string[] NewEachTime = ["op", "v", "token", "nowUnixMs", "entropy", "secrets"];

    [Fact]
    public void a_claim_is_the_same_whenever_it_is_sent()
    {
        var claim = Wire.WholeClaim;

        var again = claim with { V = 7, Token = "t", NowUnixMs = 1, Entropy = [9], Secrets = null };

        Assert.Equal(ClaimFingerprint.Of(claim), ClaimFingerprint.Of(again));
    }

    [Fact]
    public void every_other_member_makes_it_another_one()
    {
        var whole = JsonSerializer.SerializeToNode<AgentRequest>(Wire.WholeClaim, AgentJson.Default.AgentRequest)!.AsObject();
        var prints = new HashSet<string> { Print(whole) };
        var changes = 0;
        foreach (var changed in ChangesOf(whole, NewEachTime))
        {
            changes++;
            Assert.True(prints.Add(Print(changed)), changed.ToJsonString());
        }

        // All members of claim, workload and file, and each item of their lists.
        Assert.Equal(20, changes);
    }

    [Fact]
    public void the_order_of_variables_makes_no_difference()
    {
        var claim = Wire.WholeClaim;
        var turned = claim with { Workload = claim.Workload with { Environment = claim.Workload.Environment.Reverse().ToDictionary() } };

        Assert.Equal(ClaimFingerprint.Of(claim), ClaimFingerprint.Of(turned));
    }

    private static string Print(JsonObject claim) => Convert.ToHexString(ClaimFingerprint.Of((AgentRequest.Claim)claim.Deserialize(AgentJson.Default.AgentRequest)!));

    // The object again for each of its values, with that one changed.
    private static IEnumerable<JsonObject> ChangesOf(JsonObject whole, string[] except)
    {
        foreach (var path in PathsOf(whole).Where(path => !except.Contains(path[0])))
        {
            var copy = whole.DeepClone().AsObject();
            JsonNode at = copy;
            foreach (var step in path[..^1]) at = at is JsonArray array ? array[int.Parse(step, CultureInfo.InvariantCulture)]! : at[step]!;
            if (at is JsonArray last) last[int.Parse(path[^1], CultureInfo.InvariantCulture)] = "changed";
            else at[path[^1]] = Other(at[path[^1]]!, path[^1]);
            yield return copy;
        }
    }

    private static JsonNode Other(JsonNode value, string name) =>
        name == "id" ? "018f0000-0000-7000-8000-00000000000b" : value.GetValueKind() == JsonValueKind.Number ? value.GetValue<int>() + 1 : value.GetValue<string>() + "x";

    private static IEnumerable<string[]> PathsOf(JsonNode node) => node switch
    {
        JsonObject found => found.SelectMany(member => PathsOf(member.Value!).Select(path => (string[])[member.Key, .. path])),
        JsonArray array => array.SelectMany((item, index) => PathsOf(item!).Select(path => (string[])[index.ToString(CultureInfo.InvariantCulture), .. path])),
        _ => [[]],
    };
}
