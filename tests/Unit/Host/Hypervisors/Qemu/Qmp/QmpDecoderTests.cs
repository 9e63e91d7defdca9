using System.Text;
using CsCheck;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Qemu.Qmp;

public sealed class QmpDecoderTests
{
    private static readonly string[] Genuine =
    [
        FakeMonitor.Greeting,
        """{"return": {"status": "running", "singlestep": false, "running": true}, "id": 7}""",
        """{"id": 9, "error": {"class": "GenericError", "desc": "Failed to get \"write\" lock"}}""",
        """{"timestamp": {"seconds": 1700000000, "microseconds": 12}, "event": "MIGRATION", "data": {"status": "completed"}}""",
        """{"timestamp": {"seconds": 1700000000, "microseconds": 12}, "event": "STOP"}""",
    ];

    [Fact]
    public void a_greeting_tells_the_version() =>
        Assert.Equal("7.2.22", Assert.IsType<QmpIncoming.Greeting>(Decode(Genuine[0])).Version.ToString());

    [Fact]
    public void a_reply_keeps_its_id_and_its_value()
    {
        var reply = Assert.IsType<QmpIncoming.Returned>(Decode(Genuine[1]));

        Assert.Equal(7, reply.Id);
        Assert.Equal("running", reply.Value.GetProperty("status").GetString());
    }

    [Fact]
    public void a_refusal_keeps_its_id_and_qemus_words()
    {
        var refusal = Assert.IsType<QmpIncoming.Refused>(Decode(Genuine[2]));

        Assert.Equal((9, "GenericError", "Failed to get \"write\" lock"), (refusal.Id, refusal.Class, refusal.Description));
    }

    [Fact]
    public void an_event_may_tell_nothing_but_its_name()
    {
        Assert.Equal("completed", Assert.IsType<QmpIncoming.Happened>(Decode(Genuine[3])).Event.Data.GetProperty("status").GetString());
        Assert.Equal("STOP", Assert.IsType<QmpIncoming.Happened>(Decode(Genuine[4])).Event.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"return": {}}""")]
    [InlineData("""{"return": {}, "id": "7"}""")]
    [InlineData("""{"return": {}, "id": 1e99}""")]
    [InlineData("""{"return": null, "id": 7}""")]
    [InlineData("""{"error": {"class": "GenericError"}, "id": 7}""")]
    [InlineData("""{"error": {"class": "GenericError", "desc": "no id"}}""")]
    [InlineData("""{"QMP": {}}""")]
    [InlineData("""{"QMP": {"version": {"qemu": {"major": "seven"}}}}""")]
    [InlineData("""{"event": 7}""")]
    public void anything_else_is_malformed(string line) =>
        Assert.Equal(QmpErrors.Malformed, QmpDecoder.Decode(Encoding.UTF8.GetBytes(line)).Error.Code);

    [Fact]
    public void nesting_without_end_is_malformed()
    {
        var deep = """{"event": "X", "data": """ + new string('[', 30_000) + new string(']', 30_000) + "}";

        Assert.Equal(QmpErrors.Malformed, QmpDecoder.Decode(Encoding.UTF8.GetBytes(deep)).Error.Code);
    }

    [Fact]
    public void no_bytes_at_all_throw() => Gen.Byte.Array[0, 400].Sample(bytes => QmpDecoder.Decode(bytes).TryGetError(out var error)
        ? error.Code == QmpErrors.Malformed
        : true, iter: 20_000);

    [Fact]
    public void no_mutation_of_a_genuine_line_throws() => Gen.Select(Gen.Int[0, Genuine.Length - 1], Gen.Int[0, 200], Gen.Byte, Gen.Int[0, 200]).Sample((which, at, value, cut) =>
    {
        var bytes = Encoding.UTF8.GetBytes(Genuine[which]);
        bytes[at % bytes.Length] = value;
        var line = bytes.AsSpan(0, bytes.Length - (cut % bytes.Length));
        return !QmpDecoder.Decode(line).TryGetError(out var error) || error.Code == QmpErrors.Malformed;
    }, iter: 20_000);

    private static QmpIncoming Decode(string line) => QmpDecoder.Decode(Encoding.UTF8.GetBytes(line)).Value;
}
