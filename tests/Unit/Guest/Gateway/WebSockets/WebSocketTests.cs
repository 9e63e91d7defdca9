using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Lobsterd.Guest.Gateway.WebSockets;
using Lobsterd.Guest.Streams;
using Lobsterd.Tests.Unit.Guest.Fuzzing;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Gateway.WebSockets;

public sealed class WebSocketTests
{
    private const byte Final = 0x80;

    [Fact]
    public void the_handshakes_answer_is_that_of_the_rfc() =>
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", Handshake.AcceptOf("dGhlIHNhbXBsZSBub25jZQ=="));

    [Fact]
    public void our_sha1_is_everyones() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
#pragma warning disable CA5350 // what the handshake asks for
        return Sha1.Digest(bytes).SequenceEqual(SHA1.HashData(bytes));
#pragma warning restore CA5350
    }, iter: 300);

    [Fact]
    public async Task fragments_with_a_ping_between_them_are_one_message()
    {
        var answers = await EchoAsync([.. Frame(1, "ab"), .. Frame(Final | 9, "?"), .. Frame(0, "cd"), .. Frame(Final | 10, "late"), .. Frame(Final | 0, "")]);

        Assert.Equal([(10, "?"), (1, "abcd")], answers.Select(answer => (answer.Opcode, Encoding.UTF8.GetString(answer.Payload))));
    }

    [Theory]
    [InlineData(70)]
    [InlineData(300)]
    [InlineData(70_000)]
    [InlineData(1 << 20)]
    public async Task a_message_of_any_length_comes_back(int length)
    {
        var message = new string('x', length);
        var (opcode, payload) = Assert.Single(await EchoAsync(Frame(Final | 2, message)));

        Assert.Equal((2, message), (opcode, Encoding.UTF8.GetString(payload)));
    }

    [Theory]
    [InlineData("8200", 1002)]
    [InlineData("C28000000000", 1002)]
    [InlineData("838000000000", 1002)]
    [InlineData("808000000000", 1002)]
    [InlineData("098000000000", 1002)]
    [InlineData("89FE0080", 1002)]
    [InlineData("028000000000028000000000", 1002)]
    [InlineData("82FF000000000010000100000000", 1009)]
    [InlineData("82FFFFFFFFFFFFFFFFFF00000000", 1009)]
    [InlineData("818200000000C328", 1007)]
    [InlineData("888100000000AA", 1002)]
    [InlineData("88820000000003ED", 1002)]
    [InlineData("88830000000003E8FF", 1002)]
    public async Task what_breaks_the_protocol_is_answered_by_the_reason(string hex, int code)
    {
        var answers = await EchoAsync(Convert.FromHexString(hex));
        var (opcode, payload) = answers[^1];
        Assert.Equal((8, code), (opcode, BinaryPrimitives.ReadUInt16BigEndian(payload)));
    }

    [Theory]
    [InlineData("888000000000", "")]
    [InlineData("88820000000003E8", "03E8")]
    [InlineData("8885000000000BB8627965", "0BB8")]
    public async Task a_close_is_answered_by_a_close(string hex, string payload)
    {
        var answer = Assert.Single(await EchoAsync([.. Convert.FromHexString(hex), .. Frame(Final | 1, "after")]));

        Assert.Equal((8, payload), (answer.Opcode, Convert.ToHexString(answer.Payload)));
    }

    [Fact]
    public async Task fragments_that_grow_above_the_bound_are_told_so()
    {
        var answers = await EchoAsync([.. Frame(2, new string('x', 1 << 20)), .. Frame(Final | 0, "x")]);

        Assert.Equal(1009, BinaryPrimitives.ReadUInt16BigEndian(Assert.Single(answers).Payload));
    }

    private static async Task<List<(int Opcode, byte[] Payload)>> EchoAsync(byte[] sent)
    {
        using var stream = new ScriptedStream(sent, 1_000);
        await new WebSocketEcho(stream, new Inbox(stream, 16 << 10)).RunAsync(TestContext.Current.CancellationToken);
        var answers = new List<(int, byte[])>();
        for (var left = stream.Written.ToArray().AsSpan(); !left.IsEmpty;)
        {
            Assert.NotEqual(0, left[0] & Final);
            var (head, length) = left[1] switch
            {
                126 => (4, BinaryPrimitives.ReadUInt16BigEndian(left[2..])),
                127 => (10, (int)BinaryPrimitives.ReadUInt64BigEndian(left[2..])),
                var few => (2, few),
            };
            answers.Add((left[0] & 0x0F, left[head..(head + length)].ToArray()));
            left = left[(head + length)..];
        }

        return answers;
    }

    private static byte[] Frame(int first, string text)
    {
        byte[] mask = [0x12, 0x34, 0x56, 0x78];
        var payload = Encoding.UTF8.GetBytes(text);
        var head = new List<byte> { (byte)first };
        switch (payload.Length)
        {
            case < 126:
                head.Add((byte)(0x80 | payload.Length));
                break;
            case <= ushort.MaxValue:
                head.AddRange([0xFE, (byte)(payload.Length >> 8), (byte)payload.Length]);
                break;
            default:
                head.AddRange([0xFF, 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length]);
                break;
        }

        return [.. head, .. mask, .. payload.Select((b, at) => (byte)(b ^ mask[at % 4]))];
    }
}
