namespace Lobsterd.Protocol.Reef;

/// <summary>All images, newest first.</summary>
/// <param name="Images">The images.</param>
public sealed record ImageList(IReadOnlyList<ImageBody> Images);
