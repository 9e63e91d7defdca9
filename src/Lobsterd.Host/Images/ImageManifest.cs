using Lobsterd.Domain.Images;

namespace Lobsterd.Host.Images;

/// <summary>What stands beside each image in the store, <c>HASH.json</c>. It is written last, so an image without one was never finished.</summary>
internal sealed record ImageManifest
{
    /// <summary>The only form that there is yet.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The form of this file; 1.</summary>
    public required int Schema { get; init; }

    /// <summary>SHA-256 of the squashfs.</summary>
    public required string Hash { get; init; }

    /// <summary>The recipe's name.</summary>
    public required string Name { get; init; }

    /// <summary>Size of the squashfs.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>When the recipe was last built and came out as this.</summary>
    public required DateTimeOffset BuiltAt { get; init; }

    /// <summary>The workload of a tenant that asks for none.</summary>
    public string? Workload { get; init; }

    /// <summary>The port on which that workload listens.</summary>
    public int? Port { get; init; }

    /// <summary>Hash of the tree that was packed.</summary>
    public required string Tree { get; init; }

    /// <summary>How it was packed. With the tree's hash it tells a build apart before anything is packed.</summary>
    public required string Format { get; init; }

    /// <summary>The image as the rest of lobsterd knows it.</summary>
    /// <param name="isDamaged">Whether its file is missing or has another size.</param>
    public Image ToImage(bool isDamaged) => new(Hash, Name, SizeBytes, BuiltAt, Workload, Port, isDamaged);
}
