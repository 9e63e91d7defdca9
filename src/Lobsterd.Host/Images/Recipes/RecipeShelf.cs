using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;

namespace Lobsterd.Host.Images.Recipes;

/// <summary>The folder of recipes, one folder each.</summary>
/// <param name="folder">Absolute path; need not exist.</param>
internal sealed class RecipeShelf(string folder)
{
    private const string FileName = "recipe.json";
    private const int LargestFile = 256 << 10;

    /// <summary>Reads and checks a recipe.</summary>
    /// <error code="image.name.invalid">No recipe can have that name.</error>
    /// <error code="image.recipe.unknown">There is no recipe of that name.</error>
    /// <error code="image.recipe.invalid">The recipe is not valid; the message names every fault.</error>
    public async Task<Result<ShelvedRecipe, LobsterError>> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!RecipeRules.IsName(name))
            return new LobsterError(ImageErrors.NameInvalid, $"'{name}' can be no recipe's name", "a recipe's name is made of lower-case letters, digits, dashes and dots");

        var path = Path.Combine(folder, name, FileName);
        try
        {
            if (!File.Exists(path)) return Unknown(name);
            if (new FileInfo(path).Length > LargestFile) return Invalid(path, $"it is larger than {LargestFile} bytes");
            return Parse(await File.ReadAllBytesAsync(path, cancellationToken), path)
                .Map(recipe => new ShelvedRecipe(name, Path.Combine(folder, name), recipe));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Invalid(path, failure.Message);
        }
    }

    /// <summary>Reads a recipe of the bytes of its file.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="path">Its name, for messages.</param>
    internal static Result<Recipe, LobsterError> Parse(ReadOnlySpan<byte> utf8, string path)
    {
        try
        {
            if (JsonSerializer.Deserialize(utf8, RecipeJson.Default.Recipe) is not { } recipe) return Invalid(path, "it holds null");
            var faults = RecipeRules.FaultsOf(recipe).ToList();
            return faults.Count == 0 ? recipe : Invalid(path, string.Join("; ", faults));
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            // NotSupportedException is what the serializer says of a base or content without its kind.
            return Invalid(path, failure.Message);
        }
    }

    private LobsterError Unknown(string name)
    {
        string[] folders = Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
        var known = folders.Where(each => File.Exists(Path.Combine(each, FileName))).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        return new LobsterError(ImageErrors.RecipeUnknown, $"there is no recipe '{name}' in {folder}", $"known recipes: {string.Join(", ", known)}");
    }

    private static LobsterError Invalid(string path, string fault) => new(ImageErrors.RecipeInvalid, $"{path}: {fault}");
}
