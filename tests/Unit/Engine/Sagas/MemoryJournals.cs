using System.Collections.Concurrent;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sagas;

namespace Lobsterd.Tests.Unit.Engine.Sagas;

/// <summary>Journals in memory that can kill the "process" right after a chosen write: the exception leaves the runner like a signal would.</summary>
internal sealed class MemoryJournals : ISagaJournals
{
    private readonly ConcurrentDictionary<Guid, List<byte[]>> journals = new();

    /// <summary>Counts down with each write; the write that brings it to zero is the process's last.</summary>
    public int WritesUntilKilled { get; set; } = int.MaxValue;

    public int Writes { get; private set; }

    /// <summary>The write that fails, counted from 1; the disk has room again for the next one.</summary>
    public int? FailingWrite { get; set; }

    public int Count => journals.Count;

    public Result<ISagaJournal, LobsterError> Create(Guid saga)
    {
        journals[saga] = [];
        return new Journal(this, saga);
    }

    public Result<ISagaJournal, LobsterError> Reopen(Guid saga) => new Journal(this, saga);

    public Result<IReadOnlyList<StoredJournal>, LobsterError> ReadAll() =>
        journals.Select(pair => new StoredJournal(pair.Key, [.. pair.Value.Select(line => new ReadOnlyMemory<byte>(line))])).ToList();

    internal sealed class KilledException : Exception;

    private sealed class Journal(MemoryJournals owner, Guid saga) : ISagaJournal
    {
        public UnitResult<LobsterError> Append(ReadOnlySpan<byte> line)
        {
            owner.Writes++;
            if (owner.Writes == owner.FailingWrite) return new LobsterError(SagaErrors.JournalFailed, "no space left on device");
            owner.journals[saga].Add(line.ToArray());
            return --owner.WritesUntilKilled == 0 ? throw new KilledException() : UnitResult.Success<LobsterError>();
        }

        public UnitResult<LobsterError> Remove()
        {
            _ = owner.journals.TryRemove(saga, out _);
            return UnitResult.Success<LobsterError>();
        }

        public void Dispose() { }
    }
}
