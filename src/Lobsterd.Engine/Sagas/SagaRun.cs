using System.Diagnostics;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sagas;
using Lobsterd.Engine.Metrics;
using Microsoft.Extensions.Logging;

namespace Lobsterd.Engine.Sagas;

/// <summary>One run of one saga: journals, does, undoes. Owned by <see cref="SagaRunner"/>, used once.</summary>
internal sealed class SagaRun<TPlan>(
    SagaDefinition<TPlan> definition,
    SagaHead head,
    TPlan plan,
    ISagaJournal journal,
    TimeProvider clock,
    ILogger logger,
    IProgress<SagaProgress> progress)
    where TPlan : class
{
    internal static readonly ActivitySource Spans = new("Lobsterd.Engine.Sagas");

    // What an undo may take before it counts as failed. Generous: a slow undo is better than a stuck saga.
    private static readonly TimeSpan UndoBound = TimeSpan.FromSeconds(60);

    private readonly SagaLog log = new();
    private readonly SagaOutputs outputs = new();
    private readonly Lock writing = new();

    /// <summary>Takes the lines that an earlier service wrote, before anything is run.</summary>
    internal UnitResult<LobsterError> Replay(IEnumerable<SagaLine> lines)
    {
        var steps = definition.Steps.ToDictionary(step => step.Name);
        foreach (var line in lines)
        {
            if (!steps.TryGetValue(line.Step, out var step))
                return new LobsterError(SagaErrors.JournalDamaged, $"{definition.Kind} has no step '{line.Step}'");
            if (log.Apply(line.Step, line.Event).TryGetError(out var error)) return error;
            if (line.Event != StepEvent.Succeeded) continue;
            if (line.Output is not { } output) return new LobsterError(SagaErrors.JournalDamaged, $"step {line.Step} succeeded without output");
            outputs.Set(line.Step, step.FromJson(output));
        }

        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Whether nothing of it may be undone any more.</summary>
    internal bool IsPastReturn =>
        definition.StagesToNoReturn is { } count && definition.Stages.Take(count).SelectMany(stage => stage).All(step => log[step.Name] == StepStatus.Done);

    internal bool IsUnwinding => definition.Steps.Any(step => log[step.Name] is StepStatus.Failed or StepStatus.Undoing or StepStatus.Undone or StepStatus.Stuck);

    /// <summary>Does every step that is not done, stage by stage; unwinds on the first failure.</summary>
    internal async Task<Result<SagaOutputs, LobsterError>> ForwardAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        using var span = StartSpan(definition.Kind);

        foreach (var stage in definition.Stages)
        {
            if ((await RunStageAsync(stage, cancellationToken)).TryGetError(out var error))
            {
                _ = span?.SetStatus(ActivityStatusCode.Error, error.Code.Name);
                if (definition.Recovery == SagaRecovery.ForwardOnly || IsPastReturn)
                {
                    _ = journal.Remove();
                    return error;
                }

                var unwound = await UnwindAsync();
                return unwound.IsSuccess ? error : unwound.Error with { Cause = error };
            }
        }

        var elapsed = clock.GetElapsedTime(began).TotalMilliseconds;
        SagaLogMessages.Done(logger, definition.Kind, head.Saga, head.Tenant, elapsed);
        return journal.Remove().Map(() => outputs);
    }

    /// <summary>Undoes every step that the journal has a line of, last stage first.</summary>
    internal async Task<UnitResult<LobsterError>> UnwindAsync()
    {
        var began = clock.GetTimestamp();
        foreach (var step in definition.Stages.Reverse().SelectMany(stage => stage.Reverse()))
        {
            if (log[step.Name] is StepStatus.NotStarted or StepStatus.Undone) continue;
            if ((await UndoAsync(step)).TryGetError(out var error)) return error;
        }

        var elapsed = clock.GetElapsedTime(began).TotalMilliseconds;
        SagaLogMessages.Unwound(logger, definition.Kind, head.Saga, head.Tenant, elapsed);
        return journal.Remove();
    }

    private async Task<UnitResult<LobsterError>> RunStageAsync(IReadOnlyList<SagaNode<TPlan>> stage, CancellationToken cancellationToken)
    {
        if (stage.Count == 1) return await DoAsync(stage[0], cancellationToken);

        // The first failure stops its neighbours: what they have done so far is undone with the rest.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = stage.Select(step => DoAndStopAsync(step, stop)).ToList();
        var results = await Task.WhenAll(running);
        var failures = results.Where(result => result.IsFailure).Select(result => result.Error).ToList();
        return failures.Count == 0
            ? UnitResult.Success<LobsterError>()
            : failures.Find(error => error.Code != SagaErrors.Cancelled) ?? failures[0];
    }

    private async Task<UnitResult<LobsterError>> DoAndStopAsync(SagaNode<TPlan> step, CancellationTokenSource stop)
    {
        var result = await DoAsync(step, stop.Token);
        if (result.IsFailure) await stop.CancelAsync();
        return result;
    }

    private async Task<UnitResult<LobsterError>> DoAsync(SagaNode<TPlan> step, CancellationToken cancellationToken)
    {
        if (log[step.Name] == StepStatus.Done) return UnitResult.Success<LobsterError>();
        if (cancellationToken.IsCancellationRequested) return Cancelled();
        if (Write(step.Name, StepEvent.Started, TimeSpan.Zero).TryGetError(out var unwritten)) return unwritten;

        var began = clock.GetTimestamp();
        using var span = StartSpan(step.Name);
        var result = await CallAsync(step, () => step.DoAsync(plan, outputs, cancellationToken));
        var elapsed = clock.GetElapsedTime(began);

        if (result.TryGetError(out var error, out var output))
        {
            _ = span?.SetStatus(ActivityStatusCode.Error, error.Code.Name);
            SagaLogMessages.StepFailed(logger, definition.Kind, head.Saga, head.Tenant, step.Name, error.Code.Name, error.FullMessage);
            return Write(step.Name, StepEvent.Failed, elapsed, code: error.Code.Name).IsSuccess ? error : error with { Hint = null };
        }

        outputs.Set(step.Name, output);
        return Write(step.Name, StepEvent.Succeeded, elapsed, step.ToJson(output));
    }

    private async Task<UnitResult<LobsterError>> UndoAsync(SagaNode<TPlan> step)
    {
        if (Write(step.Name, StepEvent.UndoStarted, TimeSpan.Zero).TryGetError(out var unwritten)) return unwritten;

        var began = clock.GetTimestamp();
        using var span = StartSpan($"{step.Name}.undo");
        using var bound = new CancellationTokenSource(UndoBound, clock);
        var result = await CallAsync(step, async () =>
            (await step.UndoAsync(plan, outputs, bound.Token)).Map(object () => Nothing.Value));
        var elapsed = clock.GetElapsedTime(began);

        if (!result.TryGetError(out var error, out _)) return Write(step.Name, StepEvent.UndoFinished, elapsed);

        _ = span?.SetStatus(ActivityStatusCode.Error, error.Code.Name);
        SagaLogMessages.UndoFailed(logger, definition.Kind, head.Saga, head.Tenant, step.Name, error.Code.Name, error.FullMessage);
        _ = Write(step.Name, StepEvent.UndoFailed, elapsed, code: error.Code.Name);
        return new LobsterError(
            SagaErrors.Stuck,
            $"{definition.Kind}: step {step.Name} could not be undone: {error.FullMessage}",
            head.Tenant is { } tenant ? $"evict {tenant} once the cause is gone; it removes whatever is left" : null);
    }

    private async Task<Result<object, LobsterError>> CallAsync(SagaNode<TPlan> step, Func<Task<Result<object, LobsterError>>> call)
    {
        try
        {
            return await call();
        }
        catch (OperationCanceledException)
        {
            return Cancelled();
        }
#pragma warning disable CA1031 // A bug in one step must still unwind the others: the runner is a root for its steps.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            SagaLogMessages.StepThrew(logger, step.Name, exception);
            return new LobsterError(SagaErrors.StepBroken, $"step {step.Name} broke: {exception.GetType().Name}: {exception.Message}");
        }
    }

    // Whoever looks for a tenant's steps finds them without the span around them.
    private Activity? StartSpan(string name) => Spans.StartActivity(name)?.SetTag("lobsterd.saga", head.Saga).SetTag("lobsterd.kind", definition.Kind).SetTag("lobsterd.tenant", head.Tenant);

    private LobsterError Cancelled() => new(SagaErrors.Cancelled, $"{definition.Kind} was cancelled");

    private UnitResult<LobsterError> Write(string step, StepEvent happened, TimeSpan elapsed, JsonElement? output = null, string? code = null)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(new SagaLine(step, happened, clock.GetUtcNow(), output, code), JournalJson.Default.SagaLine);
        lock (writing)
        {
            // The file first: what it does not tell has not happened, or the next service would read a story without its beginning.
            if (SagaLog.Next(log[step], happened).TryGetError(out var illegal, out _)) return illegal.Under($"step {step}: {illegal.Message}");
            if (journal.Append(line).TryGetError(out var error)) return error;
            if (log.Apply(step, happened).TryGetError(out var impossible)) return impossible;
        }

        if (happened is StepEvent.Started or StepEvent.UndoStarted)
        {
            SagaLogMessages.Begun(logger, definition.Kind, head.Saga, head.Tenant, step, happened);
        }
        else
        {
            EngineMeters.Step(definition.Kind, step, happened is StepEvent.UndoFinished or StepEvent.UndoFailed ? "undo" : "do", elapsed, code);
            SagaLogMessages.Stepped(logger, definition.Kind, head.Saga, head.Tenant, step, happened, elapsed.TotalMilliseconds);
        }

        progress.Report(new SagaProgress(step, happened, elapsed, code));
        return UnitResult.Success<LobsterError>();
    }
}
