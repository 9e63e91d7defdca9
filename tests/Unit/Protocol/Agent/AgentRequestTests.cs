using System.Text.Json;
using Lobsterd.Protocol.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Protocol.Agent;

public sealed class AgentRequestTests
{
    [Fact]
    public void members_that_are_absent_have_the_values_that_the_contract_names()
    {
        var exec = Parse<AgentRequest.Exec>("""{"op":"exec","command":["id"]}""");
        var logs = Parse<AgentRequest.Logs>("""{"op":"logs"}""");

        Assert.Equal((AgentLimits.ProtocolVersion, "root", false, 80, 24), (exec.V, exec.User, exec.Terminal, exec.Columns, exec.Rows));
        Assert.Empty(exec.Environment);
        Assert.Equal((AgentLimits.ProtocolVersion, 100, false), (logs.V, logs.Tail, logs.Follow));
    }

    private static T Parse<T>(string json)
        where T : AgentRequest =>
        Assert.IsType<T>(JsonSerializer.Deserialize(json, AgentJson.Default.AgentRequest));
}
