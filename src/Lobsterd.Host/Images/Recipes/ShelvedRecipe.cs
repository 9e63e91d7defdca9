namespace Lobsterd.Host.Images.Recipes;

/// <summary>A recipe with where it lies.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Folder">Absolute path of that.</param>
/// <param name="Recipe">What it says.</param>
internal sealed record ShelvedRecipe(string Name, string Folder, Recipe Recipe)
{
    /// <summary>Absolute path of the files that go in as they are; need not exist.</summary>
    public string RootFolder => Path.Combine(Folder, "root");
}
