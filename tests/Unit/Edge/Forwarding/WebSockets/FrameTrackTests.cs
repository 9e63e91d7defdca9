using System.Buffers.Binary;
using CsCheck;
using Lobsterd.Edge.Forwarding.WebSockets;
using Xunit;

namespace Lobsterd.Tests.Unit.Edge.Forwarding.WebSockets;

/// <summary>Frames are told apart however their bytes come.</summary>
public sealed class FrameTrackTests
{
    private const byte Text = 0x1;
    private const byte Ping = 0x9;

    private static readonly byte[] Opcodes = [0x0, Text, 0x2, 0x8, Ping, 0xA];

    // Both forms of longer lengths, and their borders.
    private static readonly Gen<int> Lengths = Gen.OneOf(Gen.Int[0, 130], Gen.Int[65_530, 65_540]);
    private static readonly Gen<(byte Opcode, int Length, bool IsMasked)> Frames = Gen.Select(Gen.Int[0, Opcodes.Length - 1].Select(at => Opcodes[at]), Lengths, Gen.Bool);

    [Theory]
    [InlineData(Text, true)]
    [InlineData(0x0, true)]
    [InlineData(0x2, true)]
    [InlineData(Ping, false)]
    [InlineData(0xA, false)]
    [InlineData(0x8, false)]
    public void data_is_what_is_no_ping_pong_or_close(byte opcode, bool isData) =>
        Assert.Equal(isData, new FrameTrack().Take(Frame(opcode, 5, isMasked: true)));

    [Fact]
    public void however_the_bytes_are_cut_the_same_is_told() => Gen.Select(Frames.Array[1, 5], Gen.Int[1, 40_000].Array[1, 20]).Sample((frames, cuts) =>
    {
        var bytes = frames.SelectMany(frame => Frame(frame.Opcode, frame.Length, frame.IsMasked)).ToArray();
        var track = new FrameTrack();
        var hasData = false;
        for (var (at, cut) = (0, 0); at < bytes.Length; cut++)
        {
            var length = Math.Min(cuts[cut % cuts.Length], bytes.Length - at);
            hasData |= track.Take(bytes.AsSpan(at, length));
            at += length;
        }

        Assert.Equal(frames.Any(frame => frame.Opcode < 0x8), hasData);
        Assert.True(track.IsBetweenFrames);
    });

    [Fact]
    public void a_frame_that_is_not_whole_lets_no_other_in() => Frames.Where(frame => frame.Length > 0).Sample(frame =>
    {
        var bytes = Frame(frame.Opcode, frame.Length, frame.IsMasked);
        var track = new FrameTrack();

        for (var (at, step) = (0, Math.Max(1, bytes.Length / 50)); at + step < bytes.Length; at += step)
        {
            _ = track.Take(bytes.AsSpan(at, step));
            Assert.False(track.IsBetweenFrames);
        }
    });

    private static byte[] Frame(byte opcode, int length, bool isMasked)
    {
        var header = new List<byte> { (byte)(0x80 | opcode) };
        var mask = isMasked ? 0x80 : 0;
        Span<byte> word = stackalloc byte[8];
        if (length < 126)
        {
            header.Add((byte)(mask | length));
        }
        else if (length < 1 << 16)
        {
            header.Add((byte)(mask | 126));
            BinaryPrimitives.WriteUInt16BigEndian(word, (ushort)length);
            header.AddRange(word[..2]);
        }
        else
        {
            header.Add((byte)(mask | 127));
            BinaryPrimitives.WriteUInt64BigEndian(word, (ulong)length);
            header.AddRange(word);
        }

        if (isMasked) header.AddRange(new byte[4]);
        return [.. header, .. new byte[length]];
    }
}
