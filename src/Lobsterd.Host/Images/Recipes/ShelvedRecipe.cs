namespace Lobsterd.Host.Images.Recipes;

/// <summary>A recipe with where it lies.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="RootFolder">Absolute path of the files that go in; need not exist.</param>
/// <param name="Recipe">What it says.</param>
internal sealed record ShelvedRecipe(string Name, string RootFolder, Recipe Recipe);
