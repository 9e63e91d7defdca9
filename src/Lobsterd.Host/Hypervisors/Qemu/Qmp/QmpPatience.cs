namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>Counts what a monitor says without being asked, second by second. For one reader.</summary>
/// <param name="clock">Measures the seconds.</param>
internal sealed class QmpPatience(TimeProvider clock)
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1);

    private long since = clock.GetTimestamp();
    private int count;

    /// <summary>Counts one more; true when it is one too many.</summary>
    internal bool IsOver()
    {
        if (clock.GetElapsedTime(since) >= Span) (since, count) = (clock.GetTimestamp(), 0);
        return ++count > QmpLimits.MostUnaskedPerSecond;
    }
}
