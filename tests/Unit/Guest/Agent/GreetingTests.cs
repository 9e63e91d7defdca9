using System.Text;
using System.Text.Json;
using Lobsterd.Guest.Agent;
using Lobsterd.Protocol.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Agent;

public sealed class GreetingTests
{
    [Theory]
    [InlineData(false, AgentGreeting.Anonymous)]
    [InlineData(true, AgentGreeting.Claimed)]
    public void a_greeting_is_what_the_serializer_would_write(bool isClaimed, string state)
    {
        var greeting = new AgentGreeting("lobsterd", AgentLimits.ProtocolVersion, AgentLimits.OldestProtocolVersion, state);

        Assert.Equal(JsonSerializer.Serialize(greeting, AgentJson.Default.AgentGreeting) + "\n", Encoding.UTF8.GetString(Session.Greeting(isClaimed)));
    }
}
