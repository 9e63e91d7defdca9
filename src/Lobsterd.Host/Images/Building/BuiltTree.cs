namespace Lobsterd.Host.Images.Building;

/// <summary>The tree of an image.</summary>
/// <param name="Archive">Absolute path of the tar archive.</param>
/// <param name="Hash">SHA-256 of it: two builds of one hash are one image.</param>
internal sealed record BuiltTree(string Archive, string Hash);
