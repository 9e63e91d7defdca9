namespace Lobsterd.Guest.Workload;

/// <summary>How long to pause before the next try: twice as long after each failure in a row, up to a ceiling; a run that lasted starts over.</summary>
internal sealed class BackOff
{
    /// <summary>The pause after the first failure.</summary>
    internal static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    /// <summary>The ceiling.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>A run at least this long was no failure to start.</summary>
    internal static readonly TimeSpan Lasting = TimeSpan.FromSeconds(10);

    private TimeSpan next = Shortest;

    /// <summary>The pause after a run.</summary>
    /// <param name="ran">How long the process lived; zero when it could not be made.</param>
    internal TimeSpan After(TimeSpan ran)
    {
        if (ran >= Lasting) next = Shortest;
        var pause = next;
        next = pause * 2 < Longest ? pause * 2 : Longest;
        return pause;
    }

    /// <summary>Forgets the failures: someone asked for a start.</summary>
    internal void Reset() => next = Shortest;
}
