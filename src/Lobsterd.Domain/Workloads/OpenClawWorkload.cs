using System.Text.Json.Nodes;
using Lobsterd.Domain.Config;

namespace Lobsterd.Domain.Workloads;

/// <summary>The workload <c>openclaw</c>: OpenClaw's gateway behind the tenant's URL, its users known by the tenant's gateway token.</summary>
public static class OpenClawWorkload
{
    // Node loads some thousand files before it listens: seconds of a processor of its own, and minutes of one that is emulated.
    private const int ReadyTimeoutMs = 600_000;

    // What Node and the gateway need at rest, with room for one conversation.
    private const int MemoryMib = 2_048;

    /// <summary>The definition with some providers; the first one's model is the default.</summary>
    public static WorkloadConfig Of(IReadOnlyDictionary<string, ProviderConfig> providers) => new()
    {
        Command = ["openclaw", "gateway", "run", "--port", "{port}", "--bind", "lan"],
        MemoryMib = MemoryMib,
        ReadyTimeoutMs = ReadyTimeoutMs,
        // OpenClaw reads the token from its environment, so no file has it.
        Environment = new Dictionary<string, string> { ["OPENCLAW_GATEWAY_TOKEN"] = "{gatewayToken}" },
        Files = new Dictionary<string, WorkloadFileConfig> { ["/home/tenant/.openclaw/openclaw.json"] = new() { Content = Settings(providers) } },
        Secrets = providers.Values.Select(provider => provider.Secret).Distinct().ToDictionary(secret => secret, _ => WorkloadConfig.AsEnvironment),
        Commands = new Dictionary<string, IReadOnlyList<string>>
        {
            ["configure"] = ["openclaw", "configure"],
            ["devices"] = ["openclaw", "devices"],
        },
    };

    // Its schema is strict: a member that it does not know keeps the gateway from starting.
    private static string Settings(IReadOnlyDictionary<string, ProviderConfig> providers)
    {
        var settings = new JsonObject
        {
            ["gateway"] = new JsonObject { ["mode"] = "local", ["bind"] = "lan", ["auth"] = new JsonObject { ["mode"] = "token" } },
        };
        if (providers.Values.FirstOrDefault() is { } first)
            settings["agents"] = new JsonObject { ["defaults"] = new JsonObject { ["model"] = new JsonObject { ["primary"] = first.Model } } };
        return settings.ToJsonString() + "\n";
    }
}
