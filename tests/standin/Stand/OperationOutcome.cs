using Lobsterd.Protocol.Reef;

namespace Lobsterd.Standin.Stand;

/// <summary>How a command went: an operation that ended, or the problem that refused it.</summary>
/// <param name="Operation">The operation; null when the command was refused before it began.</param>
/// <param name="Problem">Why it failed or was refused; null when it succeeded.</param>
public sealed record OperationOutcome(OperationBody? Operation, ProblemBody? Problem)
{
    /// <summary>This, if the command succeeded.</summary>
    /// <exception cref="InvalidOperationException">It did not; the message says why.</exception>
    public OperationOutcome Succeeded() =>
        Problem is { } problem ? throw new InvalidOperationException($"{problem.Code}: {problem.Detail}") : this;

    /// <summary>The tenant that a spawn made.</summary>
    public TenantBody Tenant => Succeeded().Operation?.Result ?? throw new InvalidOperationException("the operation made no tenant");

    /// <summary>What a step took, in ms; 0 for one that did not succeed.</summary>
    public double ElapsedMsOf(string step) =>
        Operation?.Steps.Where(told => told.Step == step && told.Event == "succeeded").Sum(told => told.ElapsedMs) ?? 0;
}
