using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Processes;

/// <summary>Runs the few external programs that lobsterd allows itself (mkfs, mksquashfs, mmdebstrap, …) to their end, each in a session of its own.</summary>
public sealed class ProgramRunner(TimeProvider clock)
{
    private const int LastWordsLength = 2_000;

    /// <summary>Runs a program, whatever its exit code.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; nothing of its session is left.</exception>
    /// <error code="process.program.missing">It is not installed.</error>
    /// <error code="process.program.refused">It cannot be executed.</error>
    /// <error code="process.run.timeout">It took too long; nothing of its session is left.</error>
    public async Task<Result<ProgramResult, LobsterError>> RunAsync(ProgramInput input, CancellationToken cancellationToken)
    {
        if (ProgramRun.Start(input).TryGetError(out var startError, out var run)) return startError;
        using (run)
        {
            using var deadline = new CancellationTokenSource(input.Timeout, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                await run.WaitAsync(either.Token);
                return new ProgramResult(run.Collect(), run.Output.Text, run.Errors.Text, run.Output.TotalBytes <= input.MaxOutputBytes);
            }
            catch (OperationCanceledException)
            {
                await run.KillSessionAsync(clock);
                _ = run.Collect();
                cancellationToken.ThrowIfCancellationRequested();
                return new LobsterError(
                    ProcessErrors.RunTimeout, $"{input.Program} did not end within {input.Timeout.TotalSeconds:0.#} s: {LastWords(run.Errors.Text)}");
            }
        }
    }

    /// <summary>Runs a program that must exit with code 0. Fails as <see cref="RunAsync"/> does, and besides:</summary>
    /// <error code="process.run.failed">It ended otherwise; the message holds its last words.</error>
    public async Task<Result<ProgramResult, LobsterError>> RunToSuccessAsync(ProgramInput input, CancellationToken cancellationToken)
    {
        if ((await RunAsync(input, cancellationToken)).TryGetError(out var error, out var result)) return error;
        return result.Status.IsSuccess
            ? result
            : new LobsterError(ProcessErrors.RunFailed, $"{input.Program}: {result.Status}: {LastWords(result.Errors)}");
    }

    private static string LastWords(string errors)
    {
        var text = errors.Trim();
        return text.Length <= LastWordsLength ? text : text[^LastWordsLength..];
    }
}
