namespace Lobsterd.Tests.Unit.Cli;

/// <summary>How a run of the command line went.</summary>
internal sealed record CliOutcome(int Code, string Out, string Error);
