namespace Lobsterd.Standin.Firecracker.Api;

/// <summary>A request as it came.</summary>
internal sealed record Request(string Method, string Path, byte[] Body);
