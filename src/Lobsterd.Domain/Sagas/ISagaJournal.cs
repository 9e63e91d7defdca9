using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Sagas;

/// <summary>The journal of one saga while it runs. Lines survive the death of the process, not that of the host.</summary>
public interface ISagaJournal : IDisposable
{
    /// <summary>Appends one line in a single write; when it returns, a killed process has written it.</summary>
    /// <param name="line">JSON without a line feed.</param>
    /// <error code="saga.journal.failed">It could not be written.</error>
    UnitResult<LobsterError> Append(ReadOnlySpan<byte> line);

    /// <summary>Removes the journal: the saga is over.</summary>
    UnitResult<LobsterError> Remove();
}
