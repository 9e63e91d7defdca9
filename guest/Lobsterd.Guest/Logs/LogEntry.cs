namespace Lobsterd.Guest.Logs;

/// <summary>One remembered line.</summary>
/// <param name="Sequence">Its number: the first line of an agent's life is 0, each later one is one more.</param>
/// <param name="AtUnixMs">When it was read, by the guest's clock.</param>
/// <param name="Source">Who wrote it.</param>
/// <param name="Text">Without its end, at most <see cref="LineSplitter.MostBytes"/> bytes.</param>
internal readonly record struct LogEntry(long Sequence, long AtUnixMs, LogSource Source, ReadOnlyMemory<byte> Text);
