namespace Lobsterd.Host.Images.Recipes;

/// <summary>How an image is made, as <c>images/NAME/recipe.json</c> says it. Every file under <c>images/NAME/root/</c> goes into the image at its
/// path, owned by root, 0755 where its owner may execute it, else 0644.</summary>
internal sealed record Recipe
{
    /// <summary>The only form that there is yet.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The form of this file; 1.</summary>
    public required int Schema { get; init; }

    /// <summary>One line for a person, at most 200 characters.</summary>
    public required string Description { get; init; }

    /// <summary>What the image starts from.</summary>
    public required RecipeBase Base { get; init; }

    /// <summary>The workload of a tenant that asks for none; null for none.</summary>
    public string? Workload { get; init; }

    /// <summary>The port on which that workload listens; null for none.</summary>
    public int? Port { get; init; }

    // The generated reader hands null to the setter of what a file leaves out, here and in the records below; a null in the file it refuses.

    /// <summary>Users besides those of the base; at most 32.</summary>
    public IReadOnlyList<RecipeUser> Users { get; init => field = value ?? []; } = [];

    /// <summary>What goes in besides the base and the files under <c>root/</c>; at most 1,024 entries. It stands in place of what the base has there.</summary>
    public IReadOnlyList<RecipeContent> Content { get; init => field = value ?? []; } = [];
}
