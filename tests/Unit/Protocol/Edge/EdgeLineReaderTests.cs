using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using CsCheck;
using Lobsterd.Domain.Edge;
using Lobsterd.Protocol.Edge;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Protocol.Edge;

public sealed class EdgeLineReaderTests
{
    [Fact]
    public Task lines_come_out_as_they_went_in_however_they_were_cut() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 0, 40].Array[0, 20], Gen.Int[1, 50]).SampleAsync(async (lines, piece) =>
        {
            var bytes = Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\n")));
            await using var reader = new EdgeLineReader(new DrippingStream(bytes, piece), TimeProvider.System);

            foreach (var line in lines)
            {
                var read = await reader.ReadAsync(CancellationToken.None);
                Assert.Equal(line, Encoding.ASCII.GetString(read.Value!.Value.ToArray()));
            }

            Assert.Null((await reader.ReadAsync(CancellationToken.None)).Value);
        }, iter: 500);

    [Theory]
    [InlineData(EdgeLimits.MaxLineBytes - 1, true)]
    [InlineData(EdgeLimits.MaxLineBytes, false)]
    [InlineData(EdgeLimits.MaxLineBytes * 2, false)]
    public async Task a_line_beyond_the_bound_is_refused(int length, bool taken)
    {
        var line = new byte[length + 1];
        Array.Fill(line, (byte)'x', 0, length);
        line[^1] = (byte)'\n';
        await using var reader = new EdgeLineReader(new MemoryStream(line), TimeProvider.System);

        var read = await reader.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(taken, read.IsSuccess);
        if (!taken) Assert.Equal(EdgeErrors.Garbled, read.Error.Code);
    }

    [Fact]
    public async Task a_line_that_is_cut_off_is_refused()
    {
        await using var reader = new EdgeLineReader(new MemoryStream("half"u8.ToArray()), TimeProvider.System);

        Assert.Equal(EdgeErrors.Garbled, (await reader.ReadAsync(TestContext.Current.CancellationToken)).Error.Code);
    }

    [Fact]
    public async Task a_line_that_drips_for_ever_is_given_up()
    {
        var clock = new FakeTimeProvider();
        var pipe = new Pipe();
        await using var reader = new EdgeLineReader(pipe.Reader.AsStream(), clock);
        var cancellationToken = TestContext.Current.CancellationToken;

        var reading = reader.ReadAsync(cancellationToken);
        for (var drop = 0; drop < 12 && !reading.IsCompleted; drop++)
        {
            await pipe.Writer.WriteAsync("x"u8.ToArray(), cancellationToken);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        // The reader may arm its patience after the first advance; a further drop-free stretch decides it.
        while (!reading.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(EdgeErrors.Unreachable, (await reading).Error.Code);
    }

    private sealed class DrippingStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
