using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Lobsterd.Guest.Agent;
using Lobsterd.Protocol.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Agent;

/// <summary>What is read by hand is what the serializer would have read, of whatever a peer may send.</summary>
public sealed class RequestReaderTests
{
    // Stands for a value that no JSON writer would write.
    private const string Placeholder = "here";

    private static readonly AgentRequest[] ByHand =
    [
        Wire.WholeClaim,
        Wire.WholeClaim with { Token = "t", Secrets = null, Workload = Wire.WholeClaim.Workload with { Files = null, HealthPath = null } },
        new AgentRequest.WorkloadStart { Token = "t" },
        new AgentRequest.WorkloadWait { Token = "t", TimeoutMs = 5 },
        new AgentRequest.Woken { Token = "t", NowUnixMs = 1_800_000_000_000, Entropy = [1, 2, 3] },
        new AgentRequest.Sync { Token = "t" },
        new AgentRequest.Schedules { Token = "t" },
        new AgentRequest.Thaw { Token = "t" },
        new AgentRequest.Freeze { Token = "t", AtMostMs = 5 },
        new AgentRequest.Beat { EveryMs = 5 },
        new AgentRequest.Hold { Token = "t", Nonce = [1, 2, 3] },
        new AgentRequest.Release { Token = "t", Nonce = [1, 2, 3] },
        new AgentRequest.Reclaim { Nonce = [1, 2, 3], Identity = Wire.WholeClaim, KeepProcesses = true },
    ];

    // A value for each kind of JSON value, and a few that only look like what is wanted.
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "9223372036854775808", "\"\"", "\"x\"", "\"\\ud800\"", "\"018f0000-0000-7000-8000-000000000001\"", "\"AQID\"", "[]", "[\"x\"]", "[1]",
        "[{}]", "{}", "{\"a\":\"b\"}", "{\"a\":1}", "[[]]",
    ];

    [Fact]
    public void a_message_as_the_host_sends_it_is_read_whole()
    {
        foreach (var request in ByHand)
        {
            var line = JsonSerializer.SerializeToUtf8Bytes(request, AgentJson.Default.AgentRequest);

            Assert.Equal(Told(request), Told(RequestReader.Read(OperationOf(line), line)));
        }
    }

    [Fact]
    public void whatever_else_comes_is_admitted_or_refused_as_the_serializer_would()
    {
        var admitted = 0;
        var refused = 0;
        Gen.Select(Gen.Int[0, ByHand.Length - 1], Gen.Int[0, 4], Gen.Int[0, 1_000], Gen.Int[0, Values.Length - 1]).Sample(
            (which, how, where, value) =>
            {
                var line = Encoding.UTF8.GetBytes(Damaged(ByHand[which], how, where, Values[value]));
                var expected = Told(BySerializer(line));
                Assert.Equal(expected, Told(RequestReader.Read(OperationOf(line), line)));
                _ = expected is null ? Interlocked.Increment(ref refused) : Interlocked.Increment(ref admitted);
            },
            iter: 20_000);

        Assert.True(admitted > 100 && refused > 100, $"{admitted} admitted, {refused} refused");
    }

    [Theory]
    [InlineData("""{"op":"woken","token":"t","nowUnixMs":1,"entropy":"AQ==","nowUnixMs":2}""")]
    [InlineData("""{"op":"workload.start","token":"t","V":1}""")]
    [InlineData("""{"op":"workload.start","token":"t",}""")]
    [InlineData("""{"op":"workload.start","token":"t"} {}""")]
    [InlineData("""[{"op":"workload.start"}]""")]
    public void a_line_that_says_two_things_is_refused(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        Assert.Null(BySerializer(bytes));
        Assert.Null(RequestReader.Read(line.Contains("woken", StringComparison.Ordinal) ? "woken" : "workload.start", bytes));
    }

    // One thing is other than it should be: a value in the place of a member's, a member gone, one too many, one twice, an item more.
    private static string Damaged(AgentRequest request, int how, int where, string value)
    {
        var root = JsonSerializer.SerializeToNode(request, AgentJson.Default.AgentRequest)!.AsObject();
        var objects = ObjectsOf(root).ToList();
        var target = objects[where % objects.Count];
        var members = target.Select(member => member.Key).ToList();
        var name = members.Count == 0 ? "new" : members[where / objects.Count % members.Count];

        // Neither says what becomes of an absent operation: the envelope is read before.
        if (name == "op") name = "v";

        // The serializer lets a null stand in a list of strings; by hand it is refused, as the claim's checker would.
        var isWithinMap = target == ((root["identity"] ?? root)["workload"] as JsonObject)?["environment"];
        if (isWithinMap && value == "null") value = "0";
        switch (how)
        {
            case 0:
                target[name] = Placeholder;
                break;
            case 1:
                _ = target.Remove(name);
                break;
            case 2:
                target["other"] = Placeholder;
                break;
            case 3:
                return root.ToJsonString().Insert(1, $"\"{(target == root ? name : "v")}\":{value},");
            default:
                break;
        }

        return root.ToJsonString().Replace($"\"{Placeholder}\"", value, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonObject> ObjectsOf(JsonNode? node) => node switch
    {
        JsonObject found => found.SelectMany(member => ObjectsOf(member.Value)).Prepend(found),
        JsonArray array => array.SelectMany(ObjectsOf),
        _ => [],
    };

    private static string? OperationOf(byte[] line) => Envelope.Read(line)?.Operation;

    private static AgentRequest? BySerializer(byte[] line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AgentJson.Default.AgentRequest);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Told(AgentRequest? request) => request is null ? null : JsonSerializer.Serialize(request, AgentJson.Default.AgentRequest);
}
