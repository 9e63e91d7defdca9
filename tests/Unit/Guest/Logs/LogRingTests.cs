using System.Text;
using CsCheck;
using Lobsterd.Guest.Logs;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Guest.Loop;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Logs;

public sealed class LogRingTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void whatever_is_written_the_ring_keeps_the_newest_lines_within_its_bound() => Gen.Int[0, 2_000].Array[0, 300].Sample(lengths =>
    {
        const int bound = 16 << 10;
        var ring = new LogRing(bound, clock);
        foreach (var length in lengths) ring.Append(LogSource.Output, new byte[length]);

        var kept = ring.Read(0, int.MaxValue);
        var fits = lengths.Reverse().Aggregate((Bytes: 0, Count: 0, IsOver: false), (sum, length) =>
            sum.IsOver || sum.Bytes + length + 64 > bound ? (sum.Bytes, sum.Count, true) : (sum.Bytes + length + 64, sum.Count + 1, false)).Count;
        return kept.Count == fits
            && ring.Next == lengths.Length
            && ring.Oldest == lengths.Length - fits
            && kept.Select(entry => entry.Text.Length).SequenceEqual(lengths[^fits..])
            && kept.Select(entry => entry.Sequence).SequenceEqual(Enumerable.Range(lengths.Length - fits, fits).Select(number => (long)number));
    }, iter: 500);

    [Fact]
    public void a_reading_is_bounded_but_never_empty()
    {
        var ring = new LogRing(1 << 20, clock);
        for (var i = 0; i < 10; i++) ring.Append(LogSource.Output, new byte[100]);

        Assert.Equal(2, ring.Read(0, 200).Count);
        Assert.Single(ring.Read(3, 1));
        Assert.Empty(ring.Read(10, 1_000));
    }

    [Fact]
    public void however_a_stream_is_cut_its_lines_are_the_same() => Gen.Select(Gen.Char["ab\n\r€"].Array[0, 200], Gen.Int[1, 40].Array[1, 50]).Sample((text, cuts) =>
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var whole = new List<string>();
        var splitter = new LineSplitter();
        splitter.Push(bytes, line => whole.Add(Encoding.UTF8.GetString(line)));
        splitter.Flush(line => whole.Add(Encoding.UTF8.GetString(line)));

        var pieces = new List<string>();
        var other = new LineSplitter();
        for (var (at, cut) = (0, 0); at < bytes.Length; cut++)
        {
            var length = Math.Min(cuts[cut % cuts.Length], bytes.Length - at);
            other.Push(bytes.AsSpan(at, length), line => pieces.Add(Encoding.UTF8.GetString(line)));
            at += length;
        }

        other.Flush(line => pieces.Add(Encoding.UTF8.GetString(line)));
        return whole.SequenceEqual(pieces);
    }, iter: 2_000);

    [Fact]
    public void a_line_without_an_end_becomes_several_and_no_character_is_parted()
    {
        var lines = new List<byte[]>();
        var splitter = new LineSplitter();
        splitter.Push(Encoding.UTF8.GetBytes("x" + string.Concat(Enumerable.Repeat("€", 10_000)) + "\n"), lines.Add);

        Assert.All(lines, line => Assert.True(line.Length <= LineSplitter.MostBytes && System.Text.Unicode.Utf8.IsValid(line)));
        Assert.Equal(30_001, lines.Sum(line => line.Length));
        splitter.Push([.. Enumerable.Repeat((byte)0x80, 20_000)], lines.Add);
        Assert.All(lines, line => Assert.True(line.Length <= LineSplitter.MostBytes));
    }

    [Fact]
    public void two_files_together_never_take_more_than_the_bound()
    {
        using var scratch = new ScratchFolder();
        var file = new BoundedFile(scratch["logs/log"], 10_000);
        for (var i = 0; i < 300; i++)
        {
            Assert.True(file.Append(Encoding.ASCII.GetBytes($"{i:000} {new string('x', 95)}\n")).IsSuccess);
            Assert.True(Directory.GetFiles(scratch["logs"]).Sum(path => new FileInfo(path).Length) <= 10_000);
        }

        Assert.EndsWith($"299 {new string('x', 95)}\n", File.ReadAllText(scratch["logs/log"]), StringComparison.Ordinal);
        Assert.StartsWith("2", File.ReadAllText(file.Predecessor), StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_could_not_be_written_is_counted_once_the_disk_takes_lines_again()
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllTextAsync(scratch["logs"], "in the way", Token);
        await using var loop = new LoopThread();
        using var over = new CancellationTokenSource();
        var ring = new LogRing(1 << 20, clock);
        var keeper = new LogKeeper(ring, new BoundedFile(scratch["logs/log"], 1 << 20));
        var keeping = loop.RunAsync(() => keeper.RunAsync(over.Token));
        await SayAsync(loop, ring, "lost");
        Assert.True(await Eventually.HoldsAsync(() => keeper.Lost == 1, Token));
        File.Delete(scratch["logs"]);
        await SayAsync(loop, ring, "kept");
        await over.CancelAsync();
        await keeping;

        Assert.Equal(
            "2027-01-02T03:04:05.678Z agent 1 lines could not be written\n2027-01-02T03:04:05.678Z stdout kept\n",
            await File.ReadAllTextAsync(scratch["logs/log"], Token));
    }

    private static Task SayAsync(LoopThread loop, LogRing ring, string text) => loop.RunAsync(() =>
    {
        ring.Append(LogSource.Output, Encoding.UTF8.GetBytes(text));
        return Task.CompletedTask;
    });
}
