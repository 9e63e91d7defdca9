namespace Lobsterd.Domain.Templates;

/// <summary>A paused, anonymous VM on disk: spawning restores it instead of booting.</summary>
public sealed record Template
{
    /// <summary>What it was made from.</summary>
    public required TemplateInputs Inputs { get; init; }

    /// <summary>The image's name when it was made, for people.</summary>
    public required string ImageName { get; init; }

    /// <summary>When it was sealed (UTC).</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>How long the making took, boot included.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<TemplateFile> Files { get; init; }

    /// <summary>Whether a file is missing or has another size than when it was sealed; such a template is never restored.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>Its name in the store.</summary>
    public string Key => Inputs.Key;
}
