namespace Lobsterd.Tests.Fixtures;

/// <summary>Waits for what the kernel tells only when it is asked: a counter, a file of another process.</summary>
public static class Eventually
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(2);

    /// <summary>Asks until a condition holds; false when it still does not after 20 s.</summary>
    public static async Task<bool> HoldsAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        using var ceiling = new CancellationTokenSource(Ceiling, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ceiling.Token, cancellationToken);
        using var ticks = new PeriodicTimer(Period, TimeProvider.System);
        while (!condition())
        {
            try
            {
                _ = await ticks.WaitForNextTickAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }
        return true;
    }
}
