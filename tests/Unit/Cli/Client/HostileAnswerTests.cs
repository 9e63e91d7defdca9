using System.Text;
using CsCheck;
using Lobsterd.Cli.Client;
using Lobsterd.Protocol.Reef;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Client;

/// <summary>Whatever answers on the socket, the command line ends with an error of its own.</summary>
public sealed class HostileAnswerTests
{
    public static TheoryData<string, string> Answers => new()
    {
        { "nothing", "" },
        { "no HTTP", "SSH-2.0-OpenSSH_9.2\r\n" },
        { "an older HTTP", "HTTP/1.0 200 OK\r\n\r\n{}" },
        { "no number", "HTTP/1.1 abc OK\r\n\r\n{}" },
        { "a header without a name", "HTTP/1.1 200 OK\r\n: x\r\n\r\n" },
        { "half a head", "HTTP/1.1 200 OK\r\nContent-Le" },
        { "a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}" },
        { "a length that is not kept", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{}" },
        { "a foreign encoding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n" },
        { "a chunk of no size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n" },
        { "a chunk of a negative size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n" },
        { "chunks without an end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n" },
        { "no JSON", ScriptedService.Json("<html>") },
        { "other JSON", ScriptedService.Json("""{"tenants":[{"name":5}]}""") },
        { "an unknown member", ScriptedService.Json("""{"tenants":[],"colour":1}""") },
        { "null", ScriptedService.Json("null") },
        { "no problem", "HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops" },
        { "an endless line", "HTTP/1.1 200 OK\r\nX: " + new string('x', 1 << 20) },
        { "endless headers", "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 10_000)) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task it_is_told_in_a_line(string what, string answer)
    {
        await using var service = new ScriptedService(answer, answer);

        var run = await new CliStand(service.Paths).RunAsync("tank");

        Assert.True((run.Code, run.Out) == (1, ""), what);
        Assert.StartsWith("lobsterd: the service", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.Error.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public Task an_answer_of_any_bytes_is_read_or_refused() => Gen.Byte.Array[0, 200].SampleAsync(async bytes =>
    {
        using var wire = new WireStream(new MemoryStream([.. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8, .. bytes]));
        var read = await ReefSocket.GuardAsync(async () =>
        {
            var head = await AnswerHead.ReadAsync(wire, CancellationToken.None);
            var (body, total) = (new AnswerBody(wire, head), 0);
            var buffer = new byte[64];
            while (await body.ReadAsync(buffer) is > 0 and var count) total += count;
            return total;
        });
        return read.IsFailure || read.Value <= bytes.Length;
    });

    [Fact]
    public Task a_body_in_chunks_is_what_was_sent_however_it_was_cut() =>
        Gen.Select(Gen.Byte.Array[1, 300].Array[0, 8], Gen.Int[1, 50]).SampleAsync(async given =>
        {
            var (chunks, size) = given;
            using var sent = new MemoryStream();
            foreach (var chunk in chunks)
            {
                sent.Write(Encoding.ASCII.GetBytes($"{chunk.Length:X};ext=1\r\n"));
                sent.Write(chunk);
                sent.Write("\r\n"u8);
            }

            sent.Write("0\r\n\r\n"u8);
            using var wire = new WireStream(new DribblingStream(sent.ToArray(), size));
            using var body = new AnswerBody(wire, new AnswerHead(200, "", null, IsChunked: true));
            using var read = new MemoryStream();
            await body.CopyToAsync(read);
            return read.ToArray().SequenceEqual(chunks.SelectMany(chunk => chunk));
        });

    [Fact]
    public void a_problem_keeps_its_kind_over_the_wire()
    {
        foreach (var kind in Enum.GetValues<Lobsterd.Domain.Errors.ErrorKind>())
        {
            var problem = new ProblemBody { Type = "t", Title = ProblemKinds.TitleOf(kind), Status = ProblemKinds.StatusOf(kind), Detail = "d", Code = "a.b.c" };
            Assert.Equal(kind, ClientErrors.OfProblem(problem).Code.Kind);
        }
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class DribblingStream(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
    }
}
