namespace Lobsterd.Domain.Config;

/// <summary>A workload that tenants can ask for by name.</summary>
public sealed record WorkloadConfig
{
    /// <summary>A secret that the workload's environment carries.</summary>
    public const string AsEnvironment = "environment";

    /// <summary>A secret that the workload's user reads from <c>/run/secrets/KEY</c>.</summary>
    public const string AsFile = "file";

    /// <summary>The workload is started again when a secret of its changes.</summary>
    public const string Restarts = "restart";

    /// <summary>The workload looks after changed secrets by itself.</summary>
    public const string Keeps = "keep";

    /// <summary>The workload's program is started when its tenant is there.</summary>
    public const string NotInTemplate = "no";

    /// <summary>The workload's program is started before there is a tenant, and waits in the template with all that it has loaded.</summary>
    public const string Loaded = "loaded";

    /// <summary>Program and arguments in the guest; empty means the demo gateway.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The guest's user that it runs as; never root.</summary>
    public string User { get; init; } = "tenant";

    /// <summary>The port on which it answers, 1 to 65,535, but not 52 or 53.</summary>
    public int Port { get; init; } = 9_000;

    /// <summary>Memory in MiB of a tenant that says nothing else; null for the host's default.</summary>
    public int? MemoryMib { get; init; }

    /// <summary>A path that it answers over HTTP, without an error, once it can serve; null where an open port says so.</summary>
    public string? HealthPath { get; init; }

    /// <summary>Longest wait in milliseconds until it can serve, from its start; null for the agent's bound, <see cref="AgentConfig.WorkloadTimeoutMs"/>.</summary>
    public int? ReadyTimeoutMs { get; init; }

    /// <summary>Its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Files that it finds in the guest, by path; one that is there already stays as it is.</summary>
    public IReadOnlyDictionary<string, WorkloadFileConfig> Files { get; init; } = new Dictionary<string, WorkloadFileConfig>();

    /// <summary>How its secrets reach it, by key; one that is not named here comes as a file.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>What becomes of it when a secret changes: <see cref="Restarts"/> or <see cref="Keeps"/>.</summary>
    public string OnSecrets { get; init; } = Restarts;

    /// <summary>Whether its program waits in templates: <see cref="NotInTemplate"/> or <see cref="Loaded"/>. One that does knows how to wait.</summary>
    public string InTemplate { get; init; } = NotInTemplate;

    /// <summary>What it runs in the guest before its tenant falls asleep, as its user; another exit code than 0 says that now is no time for that. Empty: nothing.</summary>
    public IReadOnlyList<string> BeforeSleep { get; init; } = [];

    /// <summary>Commands of its own in the guest, by name, e.g. <c>configure</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Commands { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
