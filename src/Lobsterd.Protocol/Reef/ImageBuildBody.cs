namespace Lobsterd.Protocol.Reef;

/// <summary>Asks for an image to be built.</summary>
/// <param name="Recipe">The recipe's folder name.</param>
public sealed record ImageBuildBody(string Recipe);
