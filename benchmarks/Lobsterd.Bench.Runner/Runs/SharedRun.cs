using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Runner.Runs;

/// <summary>One run that several figures are read from: a host takes longer to fill than to look at. The first of them that is asked for takes it, the others find it.</summary>
/// <typeparam name="T">What it gives.</typeparam>
/// <param name="take">Takes it.</param>
public sealed class SharedRun<T>(Func<Effort, IProgress<string>, CancellationToken, Task<Result<T, LobsterError>>> take)
{
    private Task<Result<T, LobsterError>>? taken;

    /// <summary>What it gave; a run that failed is not tried again.</summary>
    /// <param name="effort">How much is measured; counts for the first who asks.</param>
    /// <param name="progress">Told a line now and then.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public Task<Result<T, LobsterError>> TakeAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        taken ??= take(effort, progress, cancellationToken);
}
