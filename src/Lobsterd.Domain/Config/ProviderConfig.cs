namespace Lobsterd.Domain.Config;

/// <summary>A provider of models, as the workload <c>openclaw</c> knows it.</summary>
public sealed record ProviderConfig
{
    /// <summary>The secret that holds its key; also the variable by which the workload reads it.</summary>
    public string Secret { get; init; } = "";

    /// <summary>The model that is asked unless another one is chosen, as <c>PROVIDER/MODEL</c>.</summary>
    public string Model { get; init; } = "";

    /// <summary>The providers that are known without any configuration.</summary>
    public static IReadOnlyDictionary<string, ProviderConfig> Known { get; } = new Dictionary<string, ProviderConfig>
    {
        ["anthropic"] = new() { Secret = "ANTHROPIC_API_KEY", Model = "anthropic/claude-opus-4-6" },
        ["openai"] = new() { Secret = "OPENAI_API_KEY", Model = "openai/gpt-5.2" },
        ["google"] = new() { Secret = "GEMINI_API_KEY", Model = "google/gemini-3-pro-preview" },
        ["opencode"] = new() { Secret = "OPENCODE_API_KEY", Model = "opencode/claude-opus-4-6" },
    };
}
