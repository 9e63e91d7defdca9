using CsCheck;
using Lobsterd.Protocol.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Protocol.Agent;

public sealed class AgentFrameTests
{
    private static readonly AgentFrameType[] Types = Enum.GetValues<AgentFrameType>();

    [Fact]
    public void a_written_head_is_read_back() => Gen.Select(Gen.Int[0, Types.Length - 1], Gen.Int[0, AgentLimits.MaxFrameBytes]).Sample((type, length) =>
    {
        var head = new byte[AgentFrame.HeadBytes];
        new AgentFrame(Types[type], length).WriteHead(head);
        return AgentFrame.TryReadHead(head, out var read) && read == new AgentFrame(Types[type], length);
    });

    [Fact]
    public void five_bytes_are_a_head_just_when_type_and_length_are_within_bounds() => Gen.Byte.Array[5].Sample(
        head =>
        {
            var length = ((long)head[1] << 24) | ((long)head[2] << 16) | ((long)head[3] << 8) | head[4];
            var isHead = Enum.IsDefined((AgentFrameType)head[0]) && length <= AgentLimits.MaxFrameBytes;
            return AgentFrame.TryReadHead(head, out _) == isHead;
        },
        iter: 100_000);

    [Fact]
    public void to_the_guest_is_below_sixteen_and_from_it_above()
    {
        AgentFrameType[] toGuest = [AgentFrameType.Input, AgentFrameType.InputEnd, AgentFrameType.Signal, AgentFrameType.Resize];

        Assert.Equal(toGuest, Types.Where(type => (byte)type < 16));
    }
}
