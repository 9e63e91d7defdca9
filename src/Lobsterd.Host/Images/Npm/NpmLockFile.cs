using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Images.Npm;

/// <summary>What of npm's <c>package-lock.json</c> decides what is installed. The rest of it is npm's own and passed over.</summary>
internal sealed record NpmLockFile
{
    /// <summary>The file's form: 2 and 3 have <see cref="Packages"/>.</summary>
    [JsonPropertyName("lockfileVersion")]
    public required int Form { get; init; }

    /// <summary>Every package by its folder; the project itself is the empty one.</summary>
    public required IReadOnlyDictionary<string, Entry> Packages { get; init; }

    /// <summary>One package.</summary>
    internal sealed record Entry
    {
        /// <summary>The registry's name, where the folder has another one.</summary>
        public string? Name { get; init; }

        /// <summary>Its version.</summary>
        public string? Version { get; init; }

        /// <summary>Hashes of its tarball, as <c>sha512-BASE64</c>, with spaces between them.</summary>
        public string? Integrity { get; init; }

        /// <summary>Whether it is a link to a folder of its author's.</summary>
        public bool Link { get; init; }

        /// <summary>Whether it comes within another one's tarball.</summary>
        public bool InBundle { get; init; }

        /// <summary>Whether only those who change the project need it.</summary>
        public bool Dev { get; init; }

        /// <summary>Whether it may be left out where it does not run.</summary>
        public bool Optional { get; init; }

        /// <summary>Systems that it runs on: a name or a list of names; one with <c>!</c> before it means all others.</summary>
        public JsonElement Os { get; init; }

        /// <summary>Processors that it runs on, likewise.</summary>
        public JsonElement Cpu { get; init; }

        /// <summary>C libraries that it runs on, likewise.</summary>
        public JsonElement Libc { get; init; }

        /// <summary>Its programs by name.</summary>
        public IReadOnlyDictionary<string, string>? Bin { get; init; }
    }
}

/// <summary>The form of npm's files: members that we do not know are npm's.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(NpmLockFile))]
internal sealed partial class NpmJson : JsonSerializerContext;
