using CsCheck;
using Lobsterd.Protocol.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Protocol.Agent;

public sealed class AgentKnockTests
{
    [Fact]
    public void a_written_knock_is_read_back() => Gen.Int[1, 255].Sample(protocol =>
    {
        var frame = new byte[AgentKnock.FrameBytes];
        new AgentKnock(protocol).Write(frame);

        return AgentKnock.TryRead(frame, out var knock) && knock.Protocol == protocol;
    });

    [Fact]
    public void the_frame_is_what_the_wire_contract_says()
    {
        var frame = new byte[AgentKnock.FrameBytes];
        new AgentKnock(1).Write(frame);

        Assert.Equal("026C00000001" + "026D00000002" + "88B5", Convert.ToHexString(frame, 0, 14));
        Assert.Equal("lobsterd-agent-ready\u0001"u8, frame.AsSpan(14, 21));
        Assert.All(frame[35..], b => Assert.Equal(0, b));
    }

    [Fact]
    public void a_frame_with_any_changed_byte_up_to_the_version_is_no_knock()
    {
        var frame = new byte[AgentKnock.FrameBytes];
        new AgentKnock(1).Write(frame);

        for (var at = 0; at < 34; at++)
        {
            frame[at] ^= 0x40;
            Assert.False(AgentKnock.TryRead(frame, out _), $"byte {at}");
            frame[at] ^= 0x40;
        }
    }

    [Fact]
    public void no_bytes_whatever_break_the_reader() =>
        Gen.Byte.Array[0, 80].Sample(bytes => { _ = AgentKnock.TryRead(bytes, out _); });
}
