using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary>What <c>version --json</c> prints.</summary>
/// <param name="Version">This program's.</param>
/// <param name="Service">The service that answers; null when none does.</param>
internal sealed record VersionReport(string Version, VersionBody? Service);
