using System.Text;
using CsCheck;
using Lobsterd.Host.Agent;
using Lobsterd.Protocol.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

public sealed class AgentInboxTests
{
    private static readonly Gen<int> Piece = Gen.OneOf(Gen.Int[1, 9], Gen.Int[10, 100_000]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task lines_come_out_as_they_went_in_however_they_were_cut_up() =>
        Gen.Select(Gen.Int[0, 9_000].Array[0, 8], Piece).SampleAsync(async (lengths, piece) =>
        {
            var lines = lengths.Select((length, index) => new string((char)('a' + index), length)).ToArray();
            var inbox = Inbox(Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\n"))), piece);

            foreach (var line in lines)
                Assert.Equal(line, Encoding.ASCII.GetString((await inbox.ReadLineAsync(AgentLimits.MaxReplyBytes, Token)).Value.Span));
            Assert.Equal(AgentLapse.Closed, (await inbox.ReadLineAsync(AgentLimits.MaxReplyBytes, Token)).Error);
            Assert.True(inbox.Capacity <= AgentInbox.MostBytes);
        });

    [Fact]
    public Task frames_come_out_as_they_went_in_however_they_were_cut_up() =>
        Gen.Select(Gen.Int[0, AgentLimits.MaxFrameBytes].Array[0, 4], Piece).SampleAsync(async (lengths, piece) =>
        {
            var inbox = Inbox([.. lengths.SelectMany((length, index) => Frame(AgentFrameType.Output, length, (byte)index))], piece);

            for (var index = 0; index < lengths.Length; index++)
            {
                var (type, payload) = (await inbox.ReadFrameAsync(Token)).Value;
                Assert.Equal((AgentFrameType.Output, lengths[index]), (type, payload.Length));
                Assert.Equal(-1, payload.Span.IndexOfAnyExcept((byte)index));
            }

            Assert.Equal(AgentLapse.Closed, (await inbox.ReadFrameAsync(Token)).Error);
            Assert.True(inbox.Capacity <= AgentInbox.MostBytes);
        },
        iter: 30);

    [Fact]
    public async Task frames_may_follow_a_line_in_one_packet()
    {
        var inbox = Inbox([.. "hello\n"u8, .. Frame(AgentFrameType.Error, 3, 9)], 1_000);

        Assert.Equal("hello", Encoding.ASCII.GetString((await inbox.ReadLineAsync(100, Token)).Value.Span));
        Assert.Equal(AgentFrameType.Error, (await inbox.ReadFrameAsync(Token)).Value.Type);
    }

    [Theory]
    [InlineData("aaaa\n", 5, null)]
    [InlineData("aaaaa\n", 5, AgentLapse.Endless)]
    [InlineData("aaaaa", 5, AgentLapse.Endless)]
    [InlineData("aaaa", 5, AgentLapse.CutShort)]
    [InlineData("", 5, AgentLapse.Closed)]
    public async Task a_line_is_bounded(string text, int limit, object? lapse)
    {
        foreach (var piece in new[] { 1, 100 })
        {
            var read = await Inbox(Encoding.ASCII.GetBytes(text), piece).ReadLineAsync(limit, Token);
            Assert.Equal(lapse, read.IsSuccess ? null : read.Error);
        }
    }

    [Theory]
    [InlineData(new byte[] { 16, 0, 1, 0, 1 }, AgentLapse.Garbled)]
    [InlineData(new byte[] { 16, 0x7f, 0xff, 0xff, 0xff }, AgentLapse.Garbled)]
    [InlineData(new byte[] { 16, 0xff, 0xff, 0xff, 0xff }, AgentLapse.Garbled)]
    [InlineData(new byte[] { 4, 0, 0, 0, 0 }, AgentLapse.Garbled)]
    [InlineData(new byte[] { 255, 0, 0, 0, 0 }, AgentLapse.Garbled)]
    [InlineData(new byte[] { 16, 0, 0, 0, 2, 1 }, AgentLapse.CutShort)]
    [InlineData(new byte[] { 16, 0 }, AgentLapse.CutShort)]
    public async Task a_frame_that_claims_too_much_is_refused_before_its_memory_is_taken(byte[] bytes, object lapse)
    {
        var inbox = Inbox(bytes, 100);

        Assert.Equal(lapse, (await inbox.ReadFrameAsync(Token)).Error);
        Assert.Equal(AgentInbox.FirstBytes, inbox.Capacity);
    }

    private static AgentInbox Inbox(byte[] bytes, int piece) => new(new ScriptedStream(bytes, [], piece, () => { }));

    private static byte[] Frame(AgentFrameType type, int length, byte fill)
    {
        var frame = new byte[AgentFrame.HeadBytes + length];
        new AgentFrame(type, length).WriteHead(frame);
        frame.AsSpan(AgentFrame.HeadBytes).Fill(fill);
        return frame;
    }
}
