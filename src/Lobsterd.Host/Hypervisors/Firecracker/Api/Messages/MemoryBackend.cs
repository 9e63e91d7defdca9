namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>Where the memory of a snapshot comes from.</summary>
/// <param name="BackendPath">A path in the jail.</param>
/// <param name="BackendType"><c>File</c>: mapped privately, so that the file is never written.</param>
internal sealed record MemoryBackend(string BackendPath, string BackendType = "File");
