namespace Lobsterd.Protocol.Reef;

/// <summary>A release of Firecracker to install.</summary>
/// <param name="Source">Absolute path of its tarball on the service's host, or an http or https URL.</param>
/// <param name="Sha256">The tarball's SHA-256: 64 hex digits.</param>
public sealed record FirecrackerBody(string Source, string Sha256);
