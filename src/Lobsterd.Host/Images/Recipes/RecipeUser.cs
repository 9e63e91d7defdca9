namespace Lobsterd.Host.Images.Recipes;

/// <summary>A user with a group of the same name and number; no password opens it.</summary>
internal sealed record RecipeUser
{
    /// <summary>Its name: a lower-case letter, then lower-case letters, digits, dashes and underscores, at most 31 characters.</summary>
    public required string Name { get; init; }

    /// <summary>UID and GID, 1 to 65,533.</summary>
    public required uint Id { get; init; }

    /// <summary>Its home, made 0750 and its own; absolute.</summary>
    public required string Home { get; init; }

    /// <summary>Its shell; absolute.</summary>
    public string Shell { get; init => field = value ?? "/bin/sh"; } = "/bin/sh";
}
