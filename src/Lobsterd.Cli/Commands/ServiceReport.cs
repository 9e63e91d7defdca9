using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary>What <c>service status --json</c> prints.</summary>
/// <param name="Running">Whether one answers.</param>
/// <param name="Service">What it says of itself.</param>
internal sealed record ServiceReport(bool Running, VersionBody? Service);
