using System.Text;
using CsCheck;
using Lobsterd.Guest.Gateway.Http;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Gateway.Http;

public sealed class ChunkDecoderTests
{
    [Fact]
    public void whatever_the_chunks_and_the_pieces_in_which_they_come_the_body_is_the_same() =>
        Gen.Select(Gen.Byte.Array[1, 30].Array[0, 10], Gen.Int[1, 9]).Sample((chunks, piece) =>
        {
            var sent = new List<byte>();
            foreach (var chunk in chunks) sent.AddRange([.. Encoding.ASCII.GetBytes($"{chunk.Length:X};ext=1\r\n"), .. chunk, .. "\r\n"u8]);
            sent.AddRange("0\r\nTrailer: x\r\n\r\nnext"u8);

            var (decoder, body, at) = (new ChunkDecoder(), new List<byte>(), 0);
            while (!decoder.IsOver)
            {
                var data = decoder.Read(sent.ToArray().AsSpan(at, Math.Min(piece, sent.Count - at)), out var consumed);
                body.AddRange(data);
                at += consumed;
            }

            return body.SequenceEqual(chunks.SelectMany(chunk => chunk)) && Encoding.ASCII.GetString([.. sent[at..]]) == "next";
        }, iter: 2_000);

    [Theory]
    [InlineData("\r\n")]
    [InlineData("x\r\n")]
    [InlineData("1x\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("1\n")]
    [InlineData("1\rx")]
    [InlineData("1;a\n")]
    [InlineData("1\r\nab")]
    [InlineData("1\r\na\rb")]
    [InlineData("1111111111111111\r\n")]
    [InlineData("0\r\nT: x\n")]
    [InlineData("0\r\n\rx")]
    public void what_is_no_chunk_breaks_it(string text)
    {
        var decoder = new ChunkDecoder();
        for (var left = Encoding.ASCII.GetBytes(text).AsSpan(); !left.IsEmpty && !decoder.IsBroken;)
        {
            _ = decoder.Read(left, out var consumed);
            left = left[consumed..];
        }

        Assert.True(decoder.IsBroken && !decoder.IsOver);
    }

    [Fact]
    public void lines_without_an_end_are_not_waited_for()
    {
        foreach (var start in (string[])["1;", "0\r\nT"])
        {
            var decoder = new ChunkDecoder();
            _ = decoder.Read(Encoding.ASCII.GetBytes(start + new string('x', 300)), out _);
            Assert.True(decoder.IsBroken);
        }
    }
}
