namespace Lobsterd.Guest.Loop;

/// <summary>Waits that are shorter than a millisecond.</summary>
internal static class Pauses
{
    /// <summary>Waits on the loop for a time to the fraction of a millisecond, which <c>Task.Delay</c> cuts off.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    internal static async Task PauseAsync(this TimeProvider clock, TimeSpan time, CancellationToken cancellationToken)
    {
        var over = new Signal();
        await using var timer = clock.CreateTimer(static state => ((Signal)state!).Happen(), over, time, Timeout.InfiniteTimeSpan);
        await over.WaitAsync(cancellationToken);
    }
}
