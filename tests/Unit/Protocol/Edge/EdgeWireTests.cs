using System.Text;
using CsCheck;
using Lobsterd.Domain.Edge;
using Lobsterd.Protocol.Edge;
using Xunit;

namespace Lobsterd.Tests.Unit.Protocol.Edge;

public sealed class EdgeWireTests
{
    private static readonly EdgeTableEntry Alice = new()
    {
        Tenant = "alice",
        Host = "alice.lobster.localhost",
        Address = "10.66.0.2",
        Port = 9000,
        Publish = [new EdgePort(2222, 22)],
    };

    private static readonly string[] Good =
    [
        Text(new EdgeRequest.Publish(Alice)),
        Text(new EdgeRequest.Replace([Alice], Last: true)),
        Text(new EdgeRequest.Withdraw("alice")),
        Text(new EdgeRequest.Table { After = "alice" }),
        Text(new EdgeRequest.Find("alice")),
        Text(new EdgeRequest.InFlight()),
        Text(new EdgeRequest.Health()),
        Text(new EdgeRequest.Watch()),
        Text(new EdgeRequest.Watch { Wakes = true }),
        Text(new EdgeRequest.Park("alice", Force: true)),
        Text(new EdgeRequest.Unpark(Alice)),
        Text(new EdgeRequest.Refuse("alice", "its disk is gone.", 10)),
        Text(new EdgeRequest.Traffic { After = "alice" }),
    ];

    [Fact]
    public void every_request_reads_as_it_was_written() =>
        Assert.All(Good, line => Assert.Equal(line, Text(EdgeWire.Parse(Encoding.UTF8.GetBytes(line), EdgeJson.Default.EdgeRequest).Value)));

    [Fact]
    public void what_an_older_edge_understands_is_written_as_it_knows_it()
    {
        Assert.Equal("""{"op":"watch","v":1}""", Text(new EdgeRequest.Watch { V = 1 }).TrimEnd());
        Assert.DoesNotContain("parked", Text(new EdgeRequest.Publish(Alice)), StringComparison.Ordinal);
        Assert.Contains("\"parked\":true", Text(new EdgeRequest.Publish(Alice with { Parked = true })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"v\":1}")]
    [InlineData("{\"op\":\"erase\",\"v\":1}")]
    [InlineData("{\"op\":\"withdraw\",\"v\":1}")]
    [InlineData("{\"op\":\"withdraw\",\"v\":1,\"tenant\":null}")]
    [InlineData("{\"op\":\"withdraw\",\"v\":1,\"tenant\":\"a\",\"tenant\":\"b\"}")]
    [InlineData("{\"op\":\"withdraw\",\"v\":1,\"tenant\":\"a\",\"more\":1}")]
    [InlineData("{\"op\":\"withdraw\",\"v\":\"1\",\"tenant\":\"a\"}")]
    [InlineData("{\"op\":\"publish\",\"v\":1,\"route\":null}")]
    [InlineData("{\"op\":\"publish\",\"v\":1,\"route\":{\"tenant\":\"a\"}}")]
    [InlineData("{\"op\":\"replace\",\"v\":1,\"routes\":[null],\"last\":1}")]
    [InlineData("{\"op\":\"health\",\"v\":1}{}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[")]
    public void anything_else_is_garbled(string line) =>
        Assert.Equal(EdgeErrors.Garbled, EdgeWire.Parse(Encoding.UTF8.GetBytes(line), EdgeJson.Default.EdgeRequest).Error.Code);

    [Fact]
    public void no_mutated_line_throws() =>
        Gen.Select(Gen.Int[0, Good.Length - 1].Select(n => Good[n]), Gen.Byte.Array[1, 8], Gen.Int[0, 300], Gen.Int[0, 20]).Sample((line, noise, at, gap) =>
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            var cut = Math.Min(at, bytes.Length);
            byte[] mutated = [.. bytes[..cut], .. noise, .. bytes[Math.Min(cut + gap, bytes.Length)..]];

            var parsed = EdgeWire.Parse(mutated, EdgeJson.Default.EdgeRequest);
            if (parsed.TryGetError(out var error)) Assert.Equal(EdgeErrors.Garbled, error.Code);
        }, iter: 20_000);

    [Fact]
    public void no_random_line_throws() =>
        Gen.Byte.Array[0, 200].Sample(
            noise => EdgeWire.Parse(noise, EdgeJson.Default.EdgeRequest).IsFailure, iter: 20_000);

    [Fact]
    public void the_longest_part_of_a_table_fits_one_line()
    {
        var longest = new EdgeTableEntry
        {
            Tenant = new string('a', 32),
            Host = string.Join('.', Enumerable.Repeat(new string('a', 62), 4)),
            Address = "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
            Port = 65_535,
            Publish = [.. Enumerable.Range(0, EdgeLimits.MaxPublishedPorts).Select(n => new EdgePort(65_535 - n, 65_535))],
        };
        Assert.True(longest.ToRoute().IsSuccess);
        var part = Enumerable.Repeat(longest, EdgeLimits.MaxRoutesPerLine).ToList();

        Assert.True(EdgeWire.ToLine(new EdgeRequest.Replace(part, Last: false), EdgeJson.Default.EdgeRequest).Length <= EdgeLimits.MaxLineBytes);
        Assert.True(EdgeWire.ToLine(new EdgeReply.Table(long.MaxValue, part, More: true), EdgeJson.Default.EdgeReply).Length <= EdgeLimits.MaxLineBytes);
    }

    private static string Text(EdgeRequest request) => Encoding.UTF8.GetString(EdgeWire.ToLine(request, EdgeJson.Default.EdgeRequest)).TrimEnd('\n');
}
