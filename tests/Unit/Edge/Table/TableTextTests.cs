using System.Text;
using CsCheck;
using Lobsterd.Domain.Edge;
using Lobsterd.Edge.Table;
using Lobsterd.Protocol.Edge;
using Xunit;

namespace Lobsterd.Tests.Unit.Edge.Table;

public sealed class TableTextTests
{
    private const string Head = "{\"line\":\"head\",\"schema\":1,\"version\":7}\n";

    // A change: a tenant of four publishes with its port open or not, or leaves.
    private static readonly Gen<(string Tenant, bool Stays, bool Port)[]> History =
        Gen.Select(Gen.OneOf(Gen.Const("alice"), Gen.Const("bob"), Gen.Const("carol"), Gen.Const("dave")), Gen.Bool, Gen.Bool).Array[0, 40];

    [Fact]
    public void a_log_adds_up_to_what_its_changes_say_at_every_length() => History.Sample(history =>
    {
        var text = new List<byte>(Encoding.UTF8.GetBytes(Head));
        var expected = new SortedDictionary<string, EdgeRoute>(StringComparer.Ordinal);
        var version = 7L;
        foreach (var (tenant, stays, port) in history)
        {
            var plan = Plan(tenant, port);
            if (stays) expected[tenant] = plan;
            else _ = expected.Remove(tenant);
            text.AddRange(TableText.Write(stays
                ? new TableLine.Put(EdgeTableEntry.Of(plan), ++version)
                : new TableLine.Drop(tenant, ++version)));

            var read = TableText.Read(text.ToArray()).Value;
            Assert.Equal(version, read.Version);
            Assert.Equal(Say(expected.Values), Say(read.Routes.OrderBy(route => route.Tenant)));
        }
    }, iter: 200);

    [Fact]
    public void a_line_from_before_tenants_slept_reads_as_open_and_one_that_sleeps_stays_so()
    {
        const string Older = """{"line":"put","route":{"tenant":"alice","host":"alice.lobster.localhost","address":"10.66.0.2","port":9000,"publish":[]},"version":8}""";
        Assert.False(Assert.Single(TableText.Read(Encoding.UTF8.GetBytes(Head + Older + "\n")).Value.Routes).Parked);

        var asleep = EdgeRoutes.Plan("alice") with { Parked = true };
        Assert.True(Assert.Single(TableText.Read(TableText.Write(new StoredTable(9, [asleep]))).Value.Routes).Parked);
    }

    [Fact]
    public void a_whole_table_reads_as_it_was_written() => History.Sample(history =>
    {
        var routes = history.DistinctBy(change => change.Tenant).Select(change => Plan(change.Tenant, change.Port)).ToList();

        var read = TableText.Read(TableText.Write(new StoredTable(41, routes))).Value;

        Assert.Equal(41, read.Version);
        Assert.Equal(Say(routes), Say(read.Routes));
    }, iter: 200);

    [Fact]
    public void a_last_line_that_was_cut_off_was_never_acknowledged_and_is_left_out()
    {
        var whole = TableText.Write(new StoredTable(3, [Plan("alice", port: false), Plan("bob", port: false)]));

        for (var cut = whole.AsSpan()[..^1].LastIndexOf((byte)'\n') + 1; cut < whole.Length; cut++)
            Assert.Equal(["alice"], TableText.Read(whole.AsSpan()[..cut]).Value.Routes.Select(route => route.Tenant.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("{}\n")]
    [InlineData("{\"line\":\"head\",\"schema\":2,\"version\":7}\n")]
    [InlineData("{\"line\":\"drop\",\"tenant\":\"a\",\"version\":8}\n")]
    [InlineData(Head + Head)]
    [InlineData(Head + "{\"line\":\"drop\",\"tenant\":\"a\",\"version\":6}\n")]
    [InlineData(Head + "{\"line\":\"drop\",\"tenant\":\"A\",\"version\":8}\n")]
    [InlineData(Head + "{\"line\":\"erase\"}\n")]
    [InlineData(Head + "\0\0\0\0\n")]
    [InlineData(Head + "{\"line\":\"put\",\"version\":8,\"route\":{\"tenant\":\"a\",\"host\":\"a.b\",\"address\":\"10.0.0.1\",\"port\":0,\"publish\":[]}}\n")]
    public void a_damaged_file_is_worthless_as_a_whole(string text) =>
        Assert.True(TableText.Read(Encoding.UTF8.GetBytes(text)).IsFailure);

    [Fact]
    public void two_tenants_with_one_host_or_one_port_are_refused()
    {
        Assert.True(TableText.Read(TableText.Write(new StoredTable(1, [EdgeRoutes.Plan("alice", "a.b"), EdgeRoutes.Plan("bob", "a.b")]))).IsFailure);
        Assert.True(TableText.Read(TableText.Write(
            new StoredTable(1, [EdgeRoutes.Plan("alice", publish: 2222), EdgeRoutes.Plan("bob", publish: 2222)]))).IsFailure);
    }

    [Fact]
    public void no_mutated_file_throws() =>
        Gen.Select(Gen.Byte.Array[1, 8], Gen.Int[0, 500], Gen.Int[0, 20]).Sample((noise, at, gap) =>
        {
            var whole = TableText.Write(new StoredTable(3, [Plan("alice", port: true), Plan("bob", port: false), Plan("carol", port: true)]));
            var cut = Math.Min(at, whole.Length);

            _ = TableText.Read([.. whole[..cut], .. noise, .. whole[Math.Min(cut + gap, whole.Length)..]]);
        }, iter: 20_000);

    private static EdgeRoute Plan(string tenant, bool port) => EdgeRoutes.Plan(tenant, publish: port ? [2000 + tenant[0]] : []);

    private static IEnumerable<string> Say(IEnumerable<EdgeRoute> routes) =>
        routes.Select(route => $"{route.Tenant} {route.Host} {route.Address} {route.Port} {string.Join(',', route.Publish.Select(port => port.HostPort))}");
}
