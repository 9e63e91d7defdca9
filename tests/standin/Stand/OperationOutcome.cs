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

    /// <summary>The steps that succeeded, in the order in which they ended, each with what it took in ms.</summary>
    public IEnumerable<(string Step, double ElapsedMs)> Done =>
        Operation?.Steps.Where(told => told.Event == "succeeded").Select(told => (told.Step, told.ElapsedMs)) ?? [];

    /// <summary>What a step took, in ms; 0 for one that did not succeed.</summary>
    public double ElapsedMsOf(string step) => Done.Where(done => done.Step == step).Sum(done => done.ElapsedMs);
}
