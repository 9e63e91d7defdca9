using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sagas;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Standin.Service.Crashes;

/// <summary>Real journals; at chosen writes the service gets a real SIGKILL, or the write fails.</summary>
internal sealed class FaultyJournals(ISagaJournals real, ArmedFaults faults) : ISagaJournals
{
    public Result<ISagaJournal, LobsterError> Create(Guid saga) => real.Create(saga).Map(ISagaJournal (journal) => new FaultyJournal(this, journal));

    public Result<ISagaJournal, LobsterError> Reopen(Guid saga) => real.Reopen(saga).Map(ISagaJournal (journal) => new FaultyJournal(this, journal));

    public Result<IReadOnlyList<StoredJournal>, LobsterError> ReadAll() => real.ReadAll();

    private UnitResult<LobsterError> Write(ISagaJournal journal, ReadOnlySpan<byte> line)
    {
        var fault = faults.OfNext();
        if (fault == JournalFault.Fail) return new LobsterError(SagaErrors.JournalFailed, "no space left on device (so says the test)");
        if (fault == JournalFault.KillBefore) Die();
        var written = journal.Append(line);
        if (fault == JournalFault.KillAfter) Die();
        return written;
    }

    private static void Die()
    {
        using var self = PidFd.Open(Environment.ProcessId).Value;
        _ = self.Signal(Signals.Kill);

        // The signal is on its way; nothing more may be done.
        _ = new ManualResetEventSlim().WaitHandle.WaitOne();
    }

    private sealed class FaultyJournal(FaultyJournals owner, ISagaJournal real) : ISagaJournal
    {
        public UnitResult<LobsterError> Append(ReadOnlySpan<byte> line) => owner.Write(real, line);

        public UnitResult<LobsterError> Remove() => real.Remove();

        public void Dispose() => real.Dispose();
    }
}
