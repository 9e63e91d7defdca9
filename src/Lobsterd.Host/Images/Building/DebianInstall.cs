using Lobsterd.Host.Images.Recipes;

namespace Lobsterd.Host.Images.Building;

/// <summary>A Debian base as it shall be installed.</summary>
/// <param name="Recipe">Name of the recipe; packages are kept for each.</param>
/// <param name="Debian">What the recipe says.</param>
/// <param name="Sources">Lines of a sources.list(5).</param>
/// <param name="AptOptions">Options that apt needs on this host, as in apt.conf(5).</param>
internal sealed record DebianInstall(string Recipe, RecipeBase.Debian Debian, IReadOnlyList<string> Sources, IReadOnlyList<string> AptOptions);
