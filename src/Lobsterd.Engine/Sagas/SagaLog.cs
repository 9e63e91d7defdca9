using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sagas;

namespace Lobsterd.Engine.Sagas;

/// <summary>Where every step of a saga stands, as the journal's lines tell it.</summary>
public sealed class SagaLog
{
    private readonly Dictionary<string, StepStatus> steps = [];

    /// <summary>The status of a step.</summary>
    public StepStatus this[string step]
    {
        get
        {
            lock (steps) return steps.GetValueOrDefault(step, StepStatus.NotStarted);
        }
    }

    /// <summary>Takes one more line.</summary>
    /// <error code="saga.journal.damaged">The line cannot follow those before it.</error>
    public UnitResult<LobsterError> Apply(string step, StepEvent happened)
    {
        lock (steps)
        {
            if (Next(steps.GetValueOrDefault(step, StepStatus.NotStarted), happened).TryGetError(out var error, out var next))
                return error.Under($"step {step}: {error.Message}");
            steps[step] = next;
            return UnitResult.Success<LobsterError>();
        }
    }

    /// <summary>The machine itself; its picture stands in the room's README.</summary>
    public static Result<StepStatus, LobsterError> Next(StepStatus status, StepEvent happened) => (status, happened) switch
    {
        (StepStatus.NotStarted or StepStatus.Begun, StepEvent.Started) => StepStatus.Begun,
        (StepStatus.Begun, StepEvent.Succeeded) => StepStatus.Done,
        (StepStatus.Begun, StepEvent.Failed) => StepStatus.Failed,
        (StepStatus.Begun or StepStatus.Done or StepStatus.Failed or StepStatus.Undoing or StepStatus.Stuck, StepEvent.UndoStarted) => StepStatus.Undoing,
        (StepStatus.Undoing, StepEvent.UndoFinished) => StepStatus.Undone,
        (StepStatus.Undoing, StepEvent.UndoFailed) => StepStatus.Stuck,
        _ => new LobsterError(SagaErrors.JournalDamaged, $"{happened} while {status}"),
    };
}
