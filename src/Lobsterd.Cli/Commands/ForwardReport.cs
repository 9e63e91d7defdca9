namespace Lobsterd.Cli.Commands;

/// <summary>What <c>port-forward --json</c> prints of each port once it listens.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="Local">The port there.</param>
/// <param name="Remote">The port in the guest.</param>
internal sealed record ForwardReport(string Address, int Local, int Remote);
