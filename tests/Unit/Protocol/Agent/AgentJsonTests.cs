using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CsCheck;
using Lobsterd.Protocol.Agent;
using Lobsterd.Tests.Unit.Fuzzing;
using Xunit;

namespace Lobsterd.Tests.Unit.Protocol.Agent;

public sealed class AgentJsonTests
{
    [Fact]
    public void every_request_reads_back_as_it_was_written() => AgentSamples.Request.Sample(request => IsSameAgain(request, AgentJson.Default.AgentRequest), iter: 2_000);

    [Fact]
    public void every_reply_reads_back_as_it_was_written() => AgentSamples.Reply.Sample(reply => IsSameAgain(reply, AgentJson.Default.AgentReply), iter: 2_000);

    [Fact]
    public void greetings_and_log_lines_read_back_as_they_were_written() => Gen.Select(Gen.String, Gen.Int, Gen.Long).Sample((text, number, time) =>
        IsSameAgain(new AgentGreeting(text, number, number, text), AgentJson.Default.AgentGreeting)
        && IsSameAgain(new AgentLogLine(time, text, text), AgentJson.Default.AgentLogLine));

    [Fact]
    public void a_message_is_one_line() => AgentSamples.Request.Sample(request => !Write(request, AgentJson.Default.AgentRequest).AsSpan().ContainsAny((byte)'\n', (byte)'\r'));

    [Fact]
    public void every_message_has_a_word_of_its_own()
    {
        Assert.Equal(Cases(typeof(AgentRequest)), Words(typeof(AgentRequest)).Keys.OrderBy(type => type.Name));
        Assert.Equal(Cases(typeof(AgentReply)), Words(typeof(AgentReply)).Keys.OrderBy(type => type.Name));
        Assert.Equal(Words(typeof(AgentRequest)).Count, Words(typeof(AgentRequest)).Values.Distinct().Count());
        Assert.Equal(Words(typeof(AgentReply)).Count, Words(typeof(AgentReply)).Values.Distinct().Count());
    }

    [Fact]
    public void a_member_that_nobody_knows_is_refused_in_every_message()
    {
        AgentSamples.Request.Sample(request => IsRefused(With(Write(request, AgentJson.Default.AgentRequest), "\"sudo\":true"), AgentJson.Default.AgentRequest), iter: 500);
        AgentSamples.Reply.Sample(reply => IsRefused(With(Write(reply, AgentJson.Default.AgentReply), "\"sudo\":true"), AgentJson.Default.AgentReply), iter: 500);
    }

    [Fact]
    public void a_member_that_comes_twice_is_refused() =>
        AgentSamples.Request.Sample(request => IsRefused(With(Write(request, AgentJson.Default.AgentRequest), "\"v\":1"), AgentJson.Default.AgentRequest), iter: 500);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"op":"rm"}""")]
    [InlineData("""{"op":1}""")]
    [InlineData("""{"op":"claim"}""")]
    [InlineData("""{"op":"workload.wait"}""")]
    [InlineData("""{"op":"workload.wait","timeoutMs":"1"}""")]
    [InlineData("""{"op":"workload.wait","timeoutMs":1.5}""")]
    [InlineData("""{"op":"workload.wait","TimeoutMs":1}""")]
    [InlineData("""{"op":"freeze","atMostMs":null}""")]
    [InlineData("""{"op":"exec","command":null}""")]
    [InlineData("""{"op":"clock.set","nowUnixMs":1} {}""")]
    [InlineData("""[{"op":"stats"}]""")]
    [InlineData("""{"op":"stats",}""")]
    [InlineData("""{"op":"stats"/**/}""")]
    public void what_is_no_request_is_refused(string json) => Assert.True(IsRefused(Encoding.UTF8.GetBytes(json), AgentJson.Default.AgentRequest));

    [Fact]
    public void a_message_may_name_itself_last() =>
        Assert.Equal(new AgentRequest.Freeze { V = 1, AtMostMs = 5 }, JsonSerializer.Deserialize("""{"v":1,"atMostMs":5,"op":"freeze"}""", AgentJson.Default.AgentRequest));

    [Fact]
    public void nesting_is_bounded()
    {
        var deep = new string('[', AgentLimits.MaxJsonDepth + 1) + new string(']', AgentLimits.MaxJsonDepth + 1);

        Assert.True(IsRefused(Encoding.UTF8.GetBytes($$"""{"op":"exec","command":{{deep}}}"""), AgentJson.Default.AgentRequest));
    }

    [Fact]
    public void a_damaged_request_is_a_request_or_refused() => Mutation.Of([.. AgentSamples.Plain.Append(new AgentRequest.Exec { Command = ["sh", "-c", "true"] }).Select(request => Write(request, AgentJson.Default.AgentRequest))]).Sample(
        json =>
        {
            _ = TryRead(json, AgentJson.Default.AgentRequest);
        },
        iter: 10_000);

    private static bool IsSameAgain<T>(T message, JsonTypeInfo<T> type)
        where T : class
    {
        var written = Write(message, type);
        return TryRead(written, type) is { } read && read.GetType() == message.GetType() && Write(read, type).AsSpan().SequenceEqual(written);
    }

    private static bool IsRefused<T>(byte[] json, JsonTypeInfo<T> type)
        where T : class => TryRead(json, type) is null;

    /// <summary>Both ends take these two exceptions as a refusal; any other one would end an agent.</summary>
    private static T? TryRead<T>(byte[] json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (Exception refused) when (refused is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private static byte[] Write<T>(T message, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(message, type);

    private static byte[] With(byte[] json, string member) => [.. json.AsSpan(0, json.Length - 1), .. Encoding.UTF8.GetBytes("," + member + "}")];

    private static IEnumerable<Type> Cases(Type message) => message.GetNestedTypes().Where(type => type.IsSubclassOf(message)).OrderBy(type => type.Name);

    private static Dictionary<Type, object?> Words(Type message) =>
        message.GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>().ToDictionary(word => word.DerivedType, word => word.TypeDiscriminator);
}
