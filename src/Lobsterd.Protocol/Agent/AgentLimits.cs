namespace Lobsterd.Protocol.Agent;

/// <summary>The bounds of the agent protocol; both ends hold them, whatever the other says.</summary>
public static class AgentLimits
{
    /// <summary>The version that this lobsterd speaks.</summary>
    public const int ProtocolVersion = 2;

    /// <summary>The oldest version that it still understands: its own and the previous one, since a suspended VM holds last year's agent.</summary>
    public const int OldestProtocolVersion = 1;

    /// <summary>The first version in which a claim is answered with what the guest has become.</summary>
    public const int ProvingVersion = 2;

    /// <summary>How many bytes of its generator a claimed guest tells.</summary>
    public const int SampleBytes = 32;

    /// <summary>SSH host keys that a claimed guest tells of.</summary>
    public const int MaxHostKeys = 8;

    /// <summary>Longest of them, in characters: an RSA key of 16,384 bits takes 2,800.</summary>
    public const int MaxHostKeyLength = 4_096;

    /// <summary>Longest request line in bytes, its line feed included: 1 MiB.</summary>
    public const int MaxLineBytes = 1 << 20;

    /// <summary>Longest reply line in bytes, its line feed included: 64 KiB. The host asks many agents at the same time, and none of their
    /// replies is longer than a few KiB.</summary>
    public const int MaxReplyBytes = 64 << 10;

    /// <summary>Longest payload of a frame in bytes: 64 KiB.</summary>
    public const int MaxFrameBytes = 64 << 10;

    /// <summary>Deepest nesting of a message's JSON.</summary>
    public const int MaxJsonDepth = 16;

    /// <summary>Connections that an agent serves at the same time, streams included; it closes further ones at once.</summary>
    public const int MaxConnections = 64;

    /// <summary>Commands that an agent runs at the same time.</summary>
    public const int MaxExecs = 32;

    /// <summary>Schedules that an agent tells of.</summary>
    public const int MaxSchedules = 32;

    /// <summary>Longest name of a schedule, in characters.</summary>
    public const int MaxScheduleIdLength = 64;

    /// <summary>Longest text of a schedule, in characters.</summary>
    public const int MaxScheduleTextLength = 200;

    /// <summary>Shortest time between two beats of an agent's heart, in milliseconds.</summary>
    public const int MinBeatMs = 1_000;

    /// <summary>Longest time between two of them, in milliseconds.</summary>
    public const int MaxBeatMs = 600_000;

    /// <summary>Longest silence before a request line is complete, in milliseconds; a stream may be silent for ever.</summary>
    public const int RequestTimeoutMs = 10_000;
}
