namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>Where the metrics go.</summary>
/// <param name="MetricsPath">A file or a named pipe, as a path in the jail.</param>
internal sealed record MetricsTarget(string MetricsPath);
