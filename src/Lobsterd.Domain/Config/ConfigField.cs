namespace Lobsterd.Domain.Config;

/// <summary>A member of a section.</summary>
/// <param name="Name">Its name in JSON, camel case.</param>
/// <param name="Type">What it may be.</param>
/// <param name="Description">What it is for, one sentence.</param>
public sealed record ConfigField(string Name, ConfigType Type, string Description);
