using System.Text.Json.Serialization;

namespace Lobsterd.Host.Images.Recipes;

/// <summary>One thing that goes into an image, owned by root. Parent folders that are missing are made, 0755.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Folder), "folder")]
[JsonDerivedType(typeof(HostFile), "host-file")]
[JsonDerivedType(typeof(GuestBinary), "guest-binary")]
[JsonDerivedType(typeof(Links), "links")]
[JsonDerivedType(typeof(NpmPackages), "npm-packages")]
internal abstract record RecipeContent
{
    private RecipeContent()
    {
    }

    /// <summary>An empty folder.</summary>
    public sealed record Folder : RecipeContent
    {
        /// <summary>Absolute path in the image.</summary>
        public required string Path { get; init; }

        /// <summary>Four octal digits; no set-user-id or set-group-id bit.</summary>
        public string Mode { get; init => field = value ?? "0755"; } = "0755";
    }

    /// <summary>A copy of a file of the host.</summary>
    public sealed record HostFile : RecipeContent
    {
        /// <summary>Absolute path in the image.</summary>
        public required string Path { get; init; }

        /// <summary>Absolute path on the host.</summary>
        public required string Source { get; init; }

        /// <summary>Four octal digits; no set-user-id or set-group-id bit.</summary>
        public string Mode { get; init => field = value ?? "0644"; } = "0644";
    }

    /// <summary>lobsterd's own binary, the same that boots the VM; 0755.</summary>
    public sealed record GuestBinary : RecipeContent
    {
        /// <summary>Absolute path in the image.</summary>
        public required string Path { get; init; }
    }

    /// <summary>Symbolic links to one target.</summary>
    public sealed record Links : RecipeContent
    {
        /// <summary>What they say; relative or absolute, need not exist.</summary>
        public required string Target { get; init; }

        /// <summary>Absolute paths in the image; at most 1,024.</summary>
        public required IReadOnlyList<string> Paths { get; init; }
    }

    /// <summary>The packages of npm that a lock file pins, without those that serve only development. They are unpacked, and nothing of them is run: what their install scripts would do is not done.</summary>
    public sealed record NpmPackages : RecipeContent
    {
        /// <summary>Absolute path in the image of the folder that gets <c>node_modules</c>.</summary>
        public required string Path { get; init; }

        /// <summary>Name of the lock file, beside <c>recipe.json</c>.</summary>
        public string Lock { get; init => field = value ?? "package-lock.json"; } = "package-lock.json";

        /// <summary>Paths in the image that packages leave out, with <c>*</c> for any letters, slashes among them. At most 64.</summary>
        public IReadOnlyList<string> LeaveOut { get; init => field = value ?? []; } = [];
    }
}
