namespace Lobsterd.Engine.Commands.Verify;

/// <summary>What <see cref="LoadStep"/> leaves.</summary>
/// <param name="Misfit">Why the state could not be loaded; null where it could.</param>
public sealed record Loaded(string? Misfit);
