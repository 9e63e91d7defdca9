namespace Lobsterd.Domain.Hypervisors;

/// <summary>A release of Firecracker to install.</summary>
/// <param name="Source">Absolute path of a release's tarball, or its http or https URL.</param>
/// <param name="Sha256">SHA-256 of the tarball: 64 hex digits, as the release's page tells it.</param>
public sealed record FirecrackerRelease(string Source, string Sha256);
