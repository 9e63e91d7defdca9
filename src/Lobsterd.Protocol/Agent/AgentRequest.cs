using System.Text.Json.Serialization;

namespace Lobsterd.Protocol.Agent;

/// <summary>One line from the host to the agent; the member <c>op</c> tells which.</summary>
/// <remarks>Members that have a value when they are absent have setters: generated JSON code gives an absent init-only member its type's own
/// default, whatever stands behind it here.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Claim), "claim")]
[JsonDerivedType(typeof(WorkloadPrepare), "workload.prepare")]
[JsonDerivedType(typeof(WorkloadStart), "workload.start")]
[JsonDerivedType(typeof(WorkloadWait), "workload.wait")]
[JsonDerivedType(typeof(WorkloadStop), "workload.stop")]
[JsonDerivedType(typeof(SecretsSet), "secrets.set")]
[JsonDerivedType(typeof(Exec), "exec")]
[JsonDerivedType(typeof(Logs), "logs")]
[JsonDerivedType(typeof(Stats), "stats")]
[JsonDerivedType(typeof(Sync), "sync")]
[JsonDerivedType(typeof(Schedules), "schedules")]
[JsonDerivedType(typeof(Freeze), "freeze")]
[JsonDerivedType(typeof(Thaw), "thaw")]
[JsonDerivedType(typeof(ClockSet), "clock.set")]
[JsonDerivedType(typeof(Woken), "woken")]
[JsonDerivedType(typeof(Hold), "hold")]
[JsonDerivedType(typeof(Release), "release")]
[JsonDerivedType(typeof(Reclaim), "reclaim")]
[JsonDerivedType(typeof(Shutdown), "shutdown")]
[JsonDerivedType(typeof(Health), "health")]
[JsonDerivedType(typeof(Beat), "beat")]
public abstract record AgentRequest
{
    private AgentRequest() { }

    /// <summary>The protocol version that the message is written in.</summary>
    public int V { get; set; } = AgentLimits.ProtocolVersion;

    /// <summary>The tenant's agent token; absent in a claim (which brings it), before it, and in a health request.</summary>
    public string? Token { get; init; }

    /// <summary>Gives an anonymous VM its identity. Answered <see cref="AgentReply.Proof"/>, the same claim again too; another one is refused.</summary>
    public sealed record Claim : AgentRequest
    {
        /// <summary>The tenant's id (UUID v7).</summary>
        public required Guid Id { get; init; }

        /// <summary>The tenant's name; becomes the host name.</summary>
        public required string Name { get; init; }

        /// <summary>The guest's IPv4 address, dotted.</summary>
        public required string Address { get; init; }

        /// <summary>Prefix length, 1 to 30.</summary>
        public required int PrefixLength { get; init; }

        /// <summary>Default route, dotted.</summary>
        public required string Gateway { get; init; }

        /// <summary>Resolvers, dotted, at most three.</summary>
        public required IReadOnlyList<string> Dns { get; init; }

        /// <summary>The token that every later message carries.</summary>
        public required string AgentToken { get; init; }

        /// <summary>The token that the workload asks of its users.</summary>
        public required string GatewayToken { get; init; }

        /// <summary>The host's wall clock in milliseconds since 1970-01-01 UTC.</summary>
        public required long NowUnixMs { get; init; }

        /// <summary>64 bytes for the guest's random number generator, base64.</summary>
        public required byte[] Entropy { get; init; }

        /// <summary>What to run when asked to start.</summary>
        public required AgentWorkload Workload { get; init; }

        /// <summary>The tenant's secrets, at most 64; absent means none. They are no part of what makes two claims the same.</summary>
        public IReadOnlyList<AgentSecret>? Secrets { get; init; }
    }

    /// <summary>Starts a workload's program in a VM that is still anonymous; answered <c>done</c> once the program says that it waits for its tenant. The same
    /// again is answered <c>done</c>; another one takes its place. A claimed VM does not answer it.</summary>
    public sealed record WorkloadPrepare : AgentRequest
    {
        /// <summary>The workload's name.</summary>
        public required string Name { get; init; }

        /// <summary>Program and arguments; empty means the demo gateway inside the guest binary.</summary>
        public required IReadOnlyList<string> Command { get; init; }

        /// <summary>The guest's user that it runs as; never root.</summary>
        public required string User { get; init; }

        /// <summary>Longest wait for the program's word in milliseconds, 1 to 600,000.</summary>
        public required int TimeoutMs { get; init; }
    }

    /// <summary>Starts the claimed workload; a running one stays. Answered <c>done</c> once the process exists.</summary>
    public sealed record WorkloadStart : AgentRequest;

    /// <summary>Answered <c>done</c> when the workload's port takes a connection, <c>refused</c> when it did not in time.</summary>
    public sealed record WorkloadWait : AgentRequest
    {
        /// <summary>Longest wait in milliseconds, 1 to 600,000.</summary>
        public required int TimeoutMs { get; init; }
    }

    /// <summary>Stops the workload (TERM, then KILL) and keeps it stopped.</summary>
    public sealed record WorkloadStop : AgentRequest;

    /// <summary>Puts new secrets in the place of the old ones.</summary>
    public sealed record SecretsSet : AgentRequest
    {
        /// <summary>All that there are from now on, at most 64.</summary>
        public required IReadOnlyList<AgentSecret> All { get; init; }

        /// <summary>Whether a workload that runs is started again, so that it takes them up.</summary>
        public required bool Restart { get; init; }
    }

    /// <summary>Runs a command; answered <c>stream</c>, then frames.</summary>
    public sealed record Exec : AgentRequest
    {
        /// <summary>Program and arguments, 1 to 256 items.</summary>
        public required IReadOnlyList<string> Command { get; init; }

        /// <summary>The guest's user to run as.</summary>
        public string User { get; set; } = "root";

        /// <summary>Whether it runs in the workload's environment, secrets included; wants the workload's user.</summary>
        /// <remarks>Unsaid while it is not so: an agent that is older than this member refuses a message that it does not know whole.</remarks>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool AsWorkload { get; init; }

        /// <summary>Whether it gets a terminal.</summary>
        public bool Terminal { get; init; }

        /// <summary>Columns at the start, 1 to 4096.</summary>
        public int Columns { get; set; } = 80;

        /// <summary>Rows at the start, 1 to 4096.</summary>
        public int Rows { get; set; } = 24;

        /// <summary>Environment variables added to the guest's defaults.</summary>
        public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();
    }

    /// <summary>The workload's last lines; answered <c>stream</c>, then log frames and an end frame (no end while following).</summary>
    public sealed record Logs : AgentRequest
    {
        /// <summary>How many lines from the past, 0 to 100,000.</summary>
        public int Tail { get; set; } = 100;

        /// <summary>Whether new lines follow as they come.</summary>
        public bool Follow { get; init; }
    }

    /// <summary>Asks for <see cref="AgentReply.Stats"/>.</summary>
    public sealed record Stats : AgentRequest;

    /// <summary>Asks for <see cref="AgentReply.Schedules"/>.</summary>
    public sealed record Schedules : AgentRequest;

    /// <summary>Writes caches to the disk.</summary>
    public sealed record Sync : AgentRequest;

    /// <summary>Freezes the overlay's file system (FIFREEZE on the ext4 beneath); the guest thaws it by its own timer.</summary>
    public sealed record Freeze : AgentRequest
    {
        /// <summary>After how many milliseconds the guest thaws by itself, 1 to 60,000.</summary>
        public required int AtMostMs { get; init; }
    }

    /// <summary>Ends a freeze; refused when the timer was faster.</summary>
    public sealed record Thaw : AgentRequest;

    /// <summary>Sets the wall clock.</summary>
    public sealed record ClockSet : AgentRequest
    {
        /// <summary>The host's wall clock in milliseconds since 1970-01-01 UTC.</summary>
        public required long NowUnixMs { get; init; }
    }

    /// <summary>Tells a VM that slept that it runs on: its generator is seeded anew, and its wall clock set.</summary>
    public sealed record Woken : AgentRequest
    {
        /// <summary>The host's wall clock in milliseconds since 1970-01-01 UTC.</summary>
        public required long NowUnixMs { get; init; }

        /// <summary>64 bytes for the guest's random number generator, base64.</summary>
        public required byte[] Entropy { get; init; }
    }

    /// <summary>Makes a VM ready to be copied: what runs in it is frozen, it has no address, and it answers nothing but <see cref="Release"/> and
    /// <see cref="Reclaim"/> under the same nonce. It stays so until it is told otherwise, since a copy that let go by itself would go on as another tenant.</summary>
    public sealed record Hold : AgentRequest
    {
        /// <summary>32 random bytes, used once, base64.</summary>
        public required byte[] Nonce { get; init; }
    }

    /// <summary>Ends a hold in the VM that was copied, or that slept: it goes on as who it is. One that is not held is answered <c>done</c>.</summary>
    public sealed record Release : AgentRequest
    {
        /// <summary>What it is held under.</summary>
        public required byte[] Nonce { get; init; }

        /// <summary>As in <see cref="Woken"/>, before anything runs again; together with <see cref="Entropy"/> or not at all. From version 2 on.</summary>
        public long? NowUnixMs { get; init; }

        /// <summary>As in <see cref="Woken"/>.</summary>
        public byte[]? Entropy { get; init; }
    }

    /// <summary>Makes the copy of a held VM another tenant's. Answered as a claim is, the same again too. Carries no token: the nonce stands for it.</summary>
    public sealed record Reclaim : AgentRequest
    {
        /// <summary>What it is held under.</summary>
        public required byte[] Nonce { get; init; }

        /// <summary>Whose it is from now on.</summary>
        public required Claim Identity { get; init; }

        /// <summary>Whether what was frozen goes on. Otherwise all of it is killed before the VM has an address again.</summary>
        public bool KeepProcesses { get; init; }
    }

    /// <summary>Stops the workload, syncs, unmounts, resets. Answered <c>done</c> before it begins.</summary>
    public sealed record Shutdown : AgentRequest;

    /// <summary>Asks for <see cref="AgentReply.Health"/>; on the health port, without token.</summary>
    public sealed record Health : AgentRequest;

    /// <summary>Asks for a heartbeat; on the health port alone, without token. The agent answers <c>stream</c>, and from then on sends an empty line again and again.</summary>
    public sealed record Beat : AgentRequest
    {
        /// <summary>How often, in milliseconds, <see cref="AgentLimits.MinBeatMs"/> to <see cref="AgentLimits.MaxBeatMs"/>.</summary>
        public required int EveryMs { get; init; }
    }
}
