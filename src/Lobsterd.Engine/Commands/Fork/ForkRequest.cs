namespace Lobsterd.Engine.Commands.Fork;

/// <summary>Who is copied, and who the copies are to be.</summary>
/// <param name="Source">The tenant that is copied.</param>
/// <param name="Names">The new tenants' names, unchecked.</param>
/// <param name="KeepProcesses">Whether what ran in the original goes on in the copies, with all that it remembers; otherwise the workload starts anew.</param>
public sealed record ForkRequest(string Source, IReadOnlyList<string> Names, bool KeepProcesses);
