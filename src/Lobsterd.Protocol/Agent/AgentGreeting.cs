namespace Lobsterd.Protocol.Agent;

/// <summary>The line that an agent sends as soon as a connection stands.</summary>
/// <param name="Agent">Always <c>lobsterd</c>.</param>
/// <param name="Protocol">The newest protocol version that it speaks.</param>
/// <param name="Oldest">The oldest one.</param>
/// <param name="State"><c>anonymous</c> or <c>claimed</c>.</param>
public sealed record AgentGreeting(string Agent, int Protocol, int Oldest, string State)
{
    /// <summary>The value of <see cref="State"/> before the claim.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>The value of <see cref="State"/> after the claim.</summary>
    public const string Claimed = "claimed";
}
