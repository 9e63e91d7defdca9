namespace Lobsterd.Domain.Sagas;

/// <summary>A journal that an earlier service left.</summary>
/// <param name="Saga">The saga's id.</param>
/// <param name="Lines">Its whole lines, oldest first; a torn last line is left out.</param>
public sealed record StoredJournal(Guid Saga, IReadOnlyList<ReadOnlyMemory<byte>> Lines);
