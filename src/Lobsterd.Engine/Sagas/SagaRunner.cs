using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Sagas;
using Microsoft.Extensions.Logging;

namespace Lobsterd.Engine.Sagas;

/// <summary>Runs sagas, and takes up those that an earlier service left.</summary>
public sealed class SagaRunner(ISagaJournals journals, IHostBoot boot, TimeProvider clock, ILogger<SagaRunner> logger)
{
    /// <summary>Runs a saga to its end: done, or unwound and the error that made it so.</summary>
    /// <param name="definition">Its steps.</param>
    /// <param name="plan">Everything that was decided before.</param>
    /// <param name="saga">Its id; the operation's id where there is one.</param>
    /// <param name="progress">Told every step's events, in order.</param>
    /// <param name="cancellationToken">Stops it and unwinds it.</param>
    /// <error code="saga.run.cancelled">It was cancelled and unwound.</error>
    /// <error code="saga.step.broken">A step threw: a bug; the saga is unwound all the same.</error>
    /// <error code="saga.undo.stuck">It failed, and so did an undo; the journal stays.</error>
    /// <error code="saga.journal.failed">The journal could not be begun; nothing was done.</error>
    public async Task<Result<SagaOutputs, LobsterError>> RunAsync<TPlan>(
        SagaDefinition<TPlan> definition, TPlan plan, Guid saga, IProgress<SagaProgress> progress, CancellationToken cancellationToken)
        where TPlan : class
    {
        var head = new SagaHead(
            saga,
            definition.Kind,
            definition.Tenant(plan)?.Value,
            boot.BootId,
            clock.GetUtcNow(),
            JsonSerializer.SerializeToElement(plan, definition.Json));

        if (journals.Create(saga).TryGetError(out var error, out var journal)) return error;
        using (journal)
        {
            if (journal.Append(JsonSerializer.SerializeToUtf8Bytes(head, JournalJson.Default.SagaHead)).TryGetError(out var unwritten))
            {
                _ = journal.Remove();
                return unwritten;
            }

            return await new SagaRun<TPlan>(definition, head, plan, journal, clock, logger, progress).ForwardAsync(cancellationToken);
        }
    }

    /// <summary>Reads what an earlier service left. Journals of another boot are removed; damaged ones stay and are logged.</summary>
    public Result<IReadOnlyList<UnfinishedSaga>, LobsterError> FindUnfinished()
    {
        if (journals.ReadAll().TryGetError(out var error, out var stored)) return error;

        var found = new List<UnfinishedSaga>();
        foreach (var journal in stored)
        {
            if (Read(journal).TryGetError(out var unusable, out var unfinished))
            {
                SagaLogMessages.JournalUnusable(logger, journal.Saga, unusable.Code.Name, unusable.Message);
                continue;
            }

            // What it protected died with the host; the registry and the files decide from here on.
            if (unfinished is null || unfinished.Head.BootId != boot.BootId)
            {
                if (unfinished is not null) SagaLogMessages.OtherBoot(logger, journal.Saga);
                if (journals.Reopen(journal.Saga).TryGetValue(out var dropped))
                    using (dropped) _ = dropped.Remove();
                continue;
            }

            found.Add(unfinished);
        }

        return found;
    }

    /// <summary>Takes up one saga that an earlier service left, in the direction that its definition says.</summary>
    /// <returns>Done (true) or unwound (false).</returns>
    /// <error code="saga.journal.damaged">The journal contradicts the definition; it stays.</error>
    /// <error code="saga.undo.stuck">An undo failed; the journal stays.</error>
    public async Task<Result<bool, LobsterError>> RecoverAsync<TPlan>(
        SagaDefinition<TPlan> definition, UnfinishedSaga unfinished, IProgress<SagaProgress> progress, CancellationToken cancellationToken)
        where TPlan : class
    {
        TPlan plan;
        try
        {
            plan = unfinished.Head.Plan.Deserialize(definition.Json) ?? throw new JsonException("the plan is null");
        }
        catch (JsonException exception)
        {
            return new LobsterError(SagaErrors.JournalDamaged, $"{definition.Kind}: {exception.Message}");
        }

        if (journals.Reopen(unfinished.Head.Saga).TryGetError(out var error, out var journal)) return error;
        using (journal)
        {
            var run = new SagaRun<TPlan>(definition, unfinished.Head, plan, journal, clock, logger, progress);
            if (run.Replay(unfinished.Lines).TryGetError(out var damaged))
            {
                SagaLogMessages.JournalUnusable(logger, unfinished.Head.Saga, damaged.Code.Name, damaged.Message);
                return damaged;
            }

            var unwind = !run.IsPastReturn && (definition.Recovery == SagaRecovery.Unwind || run.IsUnwinding);
            SagaLogMessages.Recovering(
                logger, definition.Kind, unfinished.Head.Saga, unfinished.Head.Tenant, unwind ? SagaRecovery.Unwind : SagaRecovery.Forward);
            if (unwind) return (await run.UnwindAsync()).Map(() => false);
            return (await run.ForwardAsync(cancellationToken)).Map(_ => true);
        }
    }

    private static Result<UnfinishedSaga?, LobsterError> Read(StoredJournal journal)
    {
        // The process died between making the file and writing its first line: nothing was done.
        if (journal.Lines.Count == 0) return (UnfinishedSaga?)null;
        try
        {
            var head = JsonSerializer.Deserialize(journal.Lines[0].Span, JournalJson.Default.SagaHead);
            var lines = journal.Lines.Skip(1).Select(line => JsonSerializer.Deserialize(line.Span, JournalJson.Default.SagaLine)!).ToList();
            if (head is null || lines.Contains(null!)) return new LobsterError(SagaErrors.JournalDamaged, "a line is null");
            if (head.Saga != journal.Saga) return new LobsterError(SagaErrors.JournalDamaged, $"it says it is {head.Saga}");
            return new UnfinishedSaga(head, lines);
        }
        catch (JsonException exception)
        {
            return new LobsterError(SagaErrors.JournalDamaged, exception.Message);
        }
    }
}
