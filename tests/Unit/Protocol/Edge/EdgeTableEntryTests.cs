using Lobsterd.Domain.Edge;
using Lobsterd.Protocol.Edge;
using Xunit;

namespace Lobsterd.Tests.Unit.Protocol.Edge;

public sealed class EdgeTableEntryTests
{
    private static readonly EdgeTableEntry Alice = new()
    {
        Tenant = "alice",
        Host = "alice.lobster.localhost",
        Address = "10.66.0.2",
        Port = 9000,
        Publish = [new EdgePort(2222, 22), new EdgePort(5432, 5432)],
    };

    [Fact]
    public void an_entry_and_its_route_say_the_same()
    {
        var route = Alice.ToRoute().Value;

        Assert.Equal(["alice", "alice.lobster.localhost", "10.66.0.2", "9000"],
            [route.Tenant.Value, route.Host, route.Address.ToString(), route.Port.ToString()]);
        Assert.Equal(Alice with { Publish = [] }, EdgeTableEntry.Of(route) with { Publish = [] });
        Assert.Equal(Alice.Publish, EdgeTableEntry.Of(route).Publish);
    }

    [Fact]
    public void an_address_may_be_on_another_host_and_of_version_6() =>
        Assert.True((Alice with { Address = "2001:db8::1" }).ToRoute().IsSuccess);

    public static TheoryData<EdgeTableEntry> Impossible =>
    [
        Alice with { Tenant = "Alice" },
        Alice with { Host = "" },
        Alice with { Host = "alice.lobster.localhost." },
        Alice with { Host = "Alice.lobster.localhost" },
        Alice with { Host = "alice lobster" },
        Alice with { Host = "alice..lobster" },
        Alice with { Host = "alice.lobster\n" },
        Alice with { Host = "-a.b" },
        Alice with { Host = "a:8080" },
        Alice with { Host = string.Join('.', Enumerable.Repeat(new string('a', 63), 4)) },
        Alice with { Address = "" },
        Alice with { Address = "guest" },
        Alice with { Address = "10.66.2" },
        Alice with { Address = "0x0a.0.0.1" },
        Alice with { Port = 0 },
        Alice with { Port = 65_536 },
        Alice with { Publish = [new EdgePort(0, 1)] },
        Alice with { Publish = [new EdgePort(1, 70_000)] },
        Alice with { Publish = [new EdgePort(2222, 1), new EdgePort(2222, 2)] },
        Alice with { Publish = [.. Enumerable.Range(1, EdgeLimits.MaxPublishedPorts + 1).Select(n => new EdgePort(n, n))] },
    ];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void an_impossible_entry_is_refused(EdgeTableEntry entry) =>
        Assert.Contains(entry.ToRoute().Error.Code.Name, (string[])[EdgeErrors.RouteInvalid.Name, "tenant.name.invalid"]);
}
