using System.Text.Json;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Tenants;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef.Tenants;

public sealed class TenantMappingTests
{
    [Theory]
    [InlineData("""{"name":"alice","publish":[null]}""")]
    [InlineData("""{"name":"alice","publish":[{"hostPort":1,"guestPort":2},null]}""")]
    [InlineData("""{"name":"alice","environment":{"A":null}}""")]
    [InlineData("""{"name":"alice","labels":{"a":null}}""")]
    public void a_null_within_a_list_is_told_and_does_not_fall_through(string json)
    {
        var body = JsonSerializer.Deserialize(json, ReefJson.Default.SpawnBody)!;

        Assert.Equal(TenantErrors.SpecInvalid, TenantMapping.ToRequest(body).Error.Code);
    }

    [Fact]
    public void what_is_left_out_is_empty()
    {
        var request = TenantMapping.ToRequest(JsonSerializer.Deserialize("""{"name":"alice"}""", ReefJson.Default.SpawnBody)!).Value;

        Assert.Equal("alice", request.Name);
        Assert.Empty(request.Publish);
        Assert.Empty(request.Environment);
        Assert.Empty(request.Labels);
    }
}
