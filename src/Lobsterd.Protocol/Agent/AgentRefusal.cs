namespace Lobsterd.Protocol.Agent;

/// <summary>Why an agent did not do what it was asked; stable words.</summary>
public static class AgentRefusal
{
    /// <summary>The line is no message of this protocol.</summary>
    public const string Garbled = "garbled";

    /// <summary>The message is written in a version that the agent does not speak.</summary>
    public const string Version = "version";

    /// <summary>The VM has an identity already, and it is another.</summary>
    public const string Claimed = "claimed";

    /// <summary>A value is outside its range.</summary>
    public const string Invalid = "invalid";

    /// <summary>A bound of <see cref="AgentLimits"/> is reached.</summary>
    public const string Busy = "busy";

    /// <summary>It did not happen in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>There is nothing to do it to: no frozen file system, no workload.</summary>
    public const string State = "state";

    /// <summary>The guest's kernel refused.</summary>
    public const string Failed = "failed";
}
