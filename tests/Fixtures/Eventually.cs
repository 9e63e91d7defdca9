namespace Lobsterd.Tests.Fixtures;

/// <summary>Waits for what the kernel tells only when it is asked: a counter, a file of another process.</summary>
public static class Eventually
{
    private static readonly TimeSpan UsualCeiling = TimeSpan.FromSeconds(20);
    private static readonly AsyncLocal<TimeSpan?> Shortened = new();
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(2);

    /// <summary>How long to wait for what must come. Nothing is slow when it comes, so that a long wait costs failures alone.</summary>
    public static TimeSpan Ceiling => Shortened.Value ?? UsualCeiling;

    /// <summary>Waits less, in the calling method and whatever it calls: for what is expected to fail often.</summary>
    public static void WaitAtMost(TimeSpan ceiling) => Shortened.Value = ceiling;

    /// <summary>Asks until a condition holds; false when it still does not in the end.</summary>
    /// <param name="condition">What must come to hold.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="ceiling">How long to ask; 20 s unless told.</param>
    public static Task<bool> HoldsAsync(Func<bool> condition, CancellationToken cancellationToken, TimeSpan? ceiling = null) =>
        HoldsAsync(() => Task.FromResult(condition()), cancellationToken, ceiling);

    /// <summary>Asks until a condition holds that takes its time to be told; false when it still does not in the end.</summary>
    /// <param name="condition">What must come to hold.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="ceiling">How long to ask; 20 s unless told.</param>
    public static async Task<bool> HoldsAsync(Func<Task<bool>> condition, CancellationToken cancellationToken, TimeSpan? ceiling = null)
    {
        using var end = new CancellationTokenSource(ceiling ?? Ceiling, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        using var ticks = new PeriodicTimer(Period, TimeProvider.System);
        while (!await condition())
        {
            try
            {
                _ = await ticks.WaitForNextTickAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // On a busy host the time may have passed since it was asked last.
                return await condition();
            }
        }
        return true;
    }
}
