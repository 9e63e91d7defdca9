using System.Text.Json.Serialization;

namespace Lobsterd.Host.Images.Recipes;

/// <summary>What an image starts from.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Scratch), "scratch")]
[JsonDerivedType(typeof(Debian), "debian")]
internal abstract record RecipeBase
{
    private RecipeBase()
    {
    }

    /// <summary>Nothing but the user root and the folders that the recipe names.</summary>
    public sealed record Scratch : RecipeBase;

    /// <summary>The smallest Debian that has apt, with packages of one's own choice; recommended packages are left out.</summary>
    public sealed record Debian : RecipeBase
    {
        /// <summary>The release's code name, e.g. <c>bookworm</c>.</summary>
        public required string Suite { get; init; }

        /// <summary>Packages besides the base; their dependencies come along. At most 256.</summary>
        public IReadOnlyList<string> Packages { get; init => field = value ?? []; } = [];

        /// <summary>Paths that packages leave out, as dpkg's <c>path-exclude</c> patterns. At most 64.</summary>
        public IReadOnlyList<string> LeaveOut { get; init => field = value ?? []; } = [];

        /// <summary>Paths that come along in spite of <see cref="LeaveOut"/>. At most 64.</summary>
        public IReadOnlyList<string> Keep { get; init => field = value ?? []; } = [];
    }
}
