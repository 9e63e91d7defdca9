namespace Lobsterd.Host.Images.Building;

/// <summary>A place that the host's apt takes binary packages from.</summary>
/// <param name="Uri">The archive, e.g. <c>http://deb.debian.org/debian</c>.</param>
/// <param name="Suite">The release, e.g. <c>bookworm-security</c>.</param>
internal sealed record AptSource(string Uri, string Suite);
