using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sagas;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Standin.Service.Crashes;

/// <summary>Real journals; after a chosen number of writes the service gets a real SIGKILL.</summary>
internal sealed class KillingJournals(ISagaJournals real, int writes) : ISagaJournals
{
    private int left = writes;

    public Result<ISagaJournal, LobsterError> Create(Guid saga) => real.Create(saga).Map(ISagaJournal (journal) => new KillingJournal(this, journal));

    public Result<ISagaJournal, LobsterError> Reopen(Guid saga) => real.Reopen(saga).Map(ISagaJournal (journal) => new KillingJournal(this, journal));

    public Result<IReadOnlyList<StoredJournal>, LobsterError> ReadAll() => real.ReadAll();

    private void Count()
    {
        if (Interlocked.Decrement(ref left) != 0) return;
        using var self = PidFd.Open(Environment.ProcessId).Value;
        _ = self.Signal(Signals.Kill);

        // The signal is on its way; nothing more may be done.
        _ = new ManualResetEventSlim().WaitHandle.WaitOne();
    }

    private sealed class KillingJournal(KillingJournals owner, ISagaJournal real) : ISagaJournal
    {
        public UnitResult<LobsterError> Append(ReadOnlySpan<byte> line)
        {
            var written = real.Append(line);
            owner.Count();
            return written;
        }

        public UnitResult<LobsterError> Remove() => real.Remove();

        public void Dispose() => real.Dispose();
    }
}
