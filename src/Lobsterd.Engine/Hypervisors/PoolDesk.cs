using Lobsterd.Domain.Config;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Operations;
using Microsoft.Extensions.Logging;

namespace Lobsterd.Engine.Hypervisors;

/// <summary>Sees to it that hypervisors wait for VMs to come. Starts them when nothing is under way: each takes a processor for a moment, and a guest that has just been let
/// run needs it more.</summary>
public sealed class PoolDesk(
    IVmmPool pool, OperationBook operations, IHostCapacity capacity, HypervisorConfig config, TimeProvider clock, ILogger<PoolDesk> logger)
{
    // For what nobody tells: memory that has become short or free.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    // A guest has more to do right behind its start than the operation waits for.
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(200);

    // Where something is always under way, those that wait are needed most.
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(5);

    /// <summary>Looks again and again until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (config.Pool == 0) return;
        while (true)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _ = await Task.WhenAny(pool.WaitAsync(enough.Token), Task.Delay(Period, clock, enough.Token));
            await enough.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            while (await LookAsync(cancellationToken))
            {
                // Each start ends with a look whether there is still memory and calm for the next.
            }
        }
    }

    /// <summary>Makes one change towards as many as shall wait, once there is calm.</summary>
    /// <returns>Whether another one may be due.</returns>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        await WaitForCalmAsync(cancellationToken);
        var most = capacity.Read().TryGetValue(out var host) ? PoolSize.Of(config, host, pool.Bytes) : 0;
        if (!(await pool.AdjustAsync(most, cancellationToken)).TryGetError(out var error, out var isChanged)) return isChanged;
        PoolLog.NotWaiting(logger, error.Code.Name, error.FullMessage);
        return false;
    }

    private async Task WaitForCalmAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestPatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            do
            {
                await operations.WaitUntilIdleAsync(either.Token);
                await Task.Delay(Calm, clock, either.Token);
            }
            while (operations.Running.Count > 0);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // There is none to be had.
        }
    }
}
