using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Agent;

/// <summary>The ways in which talking to the agent in a guest can fail. Everything from a guest is hostile until parsed.</summary>
public static class AgentErrors
{
    /// <summary>The agent did not answer in its bound.</summary>
    public static readonly ErrorCode Unreachable = new("agent.connect.unreachable", ErrorKind.Unavailable);

    /// <summary>The agent's answer breaks the protocol.</summary>
    public static readonly ErrorCode Garbled = new("agent.message.garbled", ErrorKind.Unavailable);

    /// <summary>The agent speaks no version of the protocol that this lobsterd speaks.</summary>
    public static readonly ErrorCode VersionUnknown = new("agent.version.unknown", ErrorKind.Conflict);

    /// <summary>The agent refused the token.</summary>
    public static readonly ErrorCode Unauthorized = new("agent.token.refused", ErrorKind.Conflict);

    /// <summary>The VM has another identity already, or has none yet.</summary>
    public static readonly ErrorCode ClaimRefused = new("agent.claim.refused", ErrorKind.Conflict);

    /// <summary>The agent understood the request and could not do it; its words are in the message.</summary>
    public static readonly ErrorCode Refused = new("agent.request.refused", ErrorKind.Conflict);

    /// <summary>A request to an agent is longer than the protocol allows; nothing was sent.</summary>
    public static readonly ErrorCode RequestTooLong = new("agent.request.too-long", ErrorKind.Invalid);

    /// <summary>The workload did not answer on its port in its bound.</summary>
    public static readonly ErrorCode WorkloadSilent = new("agent.workload.silent", ErrorKind.Unavailable);
}
