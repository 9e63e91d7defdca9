namespace Lobsterd.Domain.Config;

/// <summary>Images.</summary>
public sealed record ImagesConfig
{
    /// <summary>The image of a tenant that asks for none.</summary>
    public string Default { get; init; } = "minimal";

    /// <summary>Folder of the recipes; null: <c>images</c> beside the binaries.</summary>
    public string? Recipes { get; init; }

    /// <summary>Debian mirror for recipes that need one; null: the host's own sources.</summary>
    public string? Mirror { get; init; }

    /// <summary>Registry of npm for recipes that need one; null: the one that npm itself would use on this host.</summary>
    public string? NpmRegistry { get; init; }
}
