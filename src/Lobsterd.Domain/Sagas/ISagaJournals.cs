using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Sagas;

/// <summary>The folder of journals.</summary>
public interface ISagaJournals
{
    /// <summary>Starts a journal.</summary>
    Result<ISagaJournal, LobsterError> Create(Guid saga);

    /// <summary>Opens a journal that an earlier service left, to append to it; a torn last line is cut off first.</summary>
    Result<ISagaJournal, LobsterError> Reopen(Guid saga);

    /// <summary>All journals that are there; the service asks once, when it starts.</summary>
    Result<IReadOnlyList<StoredJournal>, LobsterError> ReadAll();
}
