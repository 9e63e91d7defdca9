using Lobsterd.Domain.Tenants;
using Lobsterd.Edge.Routing;
using Xunit;

namespace Lobsterd.Tests.Unit.Edge.Routing;

public sealed class RouteTableTests
{
    private readonly RouteTable table = new();

    [Theory]
    [InlineData("alice.lobster.localhost")]
    [InlineData("alice.lobster.localhost:8080")]
    [InlineData("ALICE.Lobster.localhost")]
    [InlineData("alice.lobster.localhost.")]
    [InlineData("alice.lobster.localhost.:8080")]
    public void a_host_is_found_however_it_is_written(string host)
    {
        table.Put(EdgeRoutes.Live(EdgeRoutes.Plan("alice")));

        Assert.True(table.TryFind(host, out var route));
        Assert.Equal("alice", route.Plan.Tenant.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(".")]
    [InlineData("lobster.localhost")]
    [InlineData("x.alice.lobster.localhost")]
    [InlineData("alice.lobster.localhost..")]
    [InlineData("alice.lobster.localhost@evil")]
    [InlineData("[::1]:8080")]
    public void any_other_host_is_not(string host)
    {
        table.Put(EdgeRoutes.Live(EdgeRoutes.Plan("alice")));

        Assert.False(table.TryFind(host, out _));
    }

    [Fact]
    public void a_changed_route_answers_to_its_new_host_alone()
    {
        table.Put(EdgeRoutes.Live(EdgeRoutes.Plan("alice")));
        table.Put(EdgeRoutes.Live(EdgeRoutes.Plan("alice", host: "a.example")));

        Assert.False(table.TryFind("alice.lobster.localhost", out _));
        Assert.True(table.TryFind("a.example", out _));
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public void a_host_that_moved_to_another_tenant_stays_there_when_its_former_tenant_changes_or_leaves()
    {
        table.Put(EdgeRoutes.Live(EdgeRoutes.Plan("alice", host: "shop.example")));
        table.Put(EdgeRoutes.Live(EdgeRoutes.Plan("bob", host: "shop.example")));
        table.Remove(TenantName.Parse("alice").Value);

        Assert.True(table.TryFind("shop.example", out var route));
        Assert.Equal("bob", route.Plan.Tenant.Value);
    }

    [Fact]
    public void a_retired_pool_takes_nobody_and_ends_with_its_last_user()
    {
        var route = EdgeRoutes.Live(EdgeRoutes.Plan("alice"));
        table.Put(route);
        Assert.True(route.Pool.TryEnter());

        table.Remove(TenantName.Parse("alice").Value);

        Assert.False(route.Pool.TryEnter());
        using (var request = new HttpRequestMessage()) Assert.False(IsDisposed(route, request));
        route.Pool.Leave();
        using (var request = new HttpRequestMessage()) Assert.True(IsDisposed(route, request));
    }

    private static bool IsDisposed(LiveRoute route, HttpRequestMessage request)
    {
        try
        {
            _ = route.Pool.Invoker.SendAsync(request, new CancellationToken(canceled: true)).Exception;
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
