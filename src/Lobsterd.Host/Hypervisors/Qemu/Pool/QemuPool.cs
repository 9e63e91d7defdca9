using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Storage;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Hypervisors.Qemu.Pool;

/// <summary>The QEMUs that wait, each for one VM to come. See the room's README.</summary>
/// <param name="start">Starts them.</param>
/// <param name="jail">Where they wait.</param>
/// <param name="isOff">Whether none shall ever wait.</param>
/// <param name="clock">Tells what was wanted lately.</param>
internal sealed class QemuPool(MemberStart start, VmJail jail, bool isOff, TimeProvider clock) : IVmmPool, ISpareMemory, IAsyncDisposable
{
    // Beside a template's memory, which is shared: measured.
    private const long BytesOfMember = 19L << 20;

    // A first boot is most often that which a template is made behind, and there is no second one.
    private const int BootsToWaitFor = 2;

    private const int MostWishes = 4;

    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(20);

    private readonly Lock gate = new();
    private readonly List<QemuMember> waiting = [];
    private readonly List<(MemberWish Wish, long At, int Times)> wishes = [];
    private readonly HashSet<Task<UnitResult<LobsterError>>> ending = [];
    private readonly SemaphoreSlim adjusting = new(1);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LobsterError? fault;
    private int emptied;

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (gate) return waiting.Count;
        }
    }

    /// <inheritdoc/>
    public long Bytes => Count * BytesOfMember;

    /// <summary>One that can become a certain VM; its taker gives it to its tenant, or ends it. Null when none waits. Either way the next one may find one.</summary>
    internal QemuMember? Take(MemberWish wish)
    {
        if (isOff) return null;
        lock (gate)
        {
            var times = wishes.Find(known => known.Wish.Shape == wish.Shape).Times;
            _ = wishes.RemoveAll(known => known.Wish.Shape == wish.Shape || IsOfAnEarlierKernel(known.Wish, wish));
            wishes.Insert(0, (wish, clock.GetTimestamp(), times + 1));
            if (wishes.Count > MostWishes) wishes.RemoveAt(MostWishes);
            _ = changed.TrySetResult();

            var found = waiting.Find(member => member.Shape == wish.Shape && !member.Process.Process.HasExited);
            if (found is not null) _ = waiting.Remove(found);
            return found;
        }
    }

    /// <summary>Has the next <see cref="AdjustAsync"/> tell why one that was taken could not become its tenant's.</summary>
    internal void Tell(LobsterError why)
    {
        lock (gate) fault = why;
    }

    /// <summary>Ends one that waits no more and is nobody's.</summary>
    internal async Task<UnitResult<LobsterError>> EndAsync(QemuMember member)
    {
        using var bound = new CancellationTokenSource(LongestEnd, clock);
        var cleared = await jail.ClearSeatAsync(member.Seat, bound.Token);
        await member.DisposeAsync();
        return cleared;
    }

    /// <inheritdoc/>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Task signal;
        lock (gate) signal = changed.Task;
        await signal.WaitAsync(cancellationToken);
        lock (gate) changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <inheritdoc/>
    public async Task<Result<bool, LobsterError>> AdjustAsync(int most, CancellationToken cancellationToken)
    {
        await adjusting.WaitAsync(cancellationToken);
        try
        {
            if (TakeFault() is { } told) return told;
            return Next(most, out var wish, out var excess, out var seen) switch
            {
                PoolChange<MemberShape>.Start => await StartAsync(wish!, seen, cancellationToken),
                PoolChange<MemberShape>.End => (await EndAsync(excess!)).Map(() => true),
                _ => false,
            };
        }
        finally
        {
            _ = adjusting.Release();
        }
    }

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> EndLeftAsync(CancellationToken cancellationToken) => jail.ClearSeatsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> EmptyAsync(CancellationToken cancellationToken)
    {
        lock (gate) wishes.Clear();
        GiveBack();

        // One that is being started just now sees that it is not wanted any more.
        await adjusting.WaitAsync(cancellationToken);
        _ = adjusting.Release();
        Task<UnitResult<LobsterError>>[] left;
        lock (gate) left = [.. ending];
        var ended = await Task.WhenAll(left).WaitAsync(cancellationToken);
        return ended.FirstOrDefault(end => end.IsFailure, UnitResult.Success<LobsterError>());
    }

    /// <summary>Ends all that wait. Their memory is back within moments.</summary>
    public void GiveBack()
    {
        List<QemuMember> gone;
        lock (gate)
        {
            emptied++;
            gone = [.. waiting];
            waiting.Clear();
        }

        foreach (var member in gone)
        {
            _ = member.Process.Process.Signal(Signals.Kill);
            var end = EndAsync(member);
            lock (gate) _ = ending.Add(end);
            _ = end.ContinueWith(ended => { lock (gate) _ = ending.Remove(ended); }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Ends all that wait: nobody else knows them.</summary>
    public async ValueTask DisposeAsync() => _ = await EmptyAsync(CancellationToken.None);

    private async Task<Result<bool, LobsterError>> StartAsync(MemberWish wish, int seen, CancellationToken cancellationToken)
    {
        if ((await start.RunAsync(wish, cancellationToken)).TryGetError(out var error, out var member))
        {
            // A template that is gone, or a QEMU that does not start: whoever wants it next says so anew.
            lock (gate) _ = wishes.RemoveAll(known => known.Wish.Shape == wish.Shape);
            return error;
        }

        bool isWanted;
        lock (gate)
        {
            isWanted = emptied == seen;
            if (isWanted) waiting.Add(member);
        }

        return isWanted ? true : (await EndAsync(member)).Map(() => true);
    }

    private static bool IsOfAnEarlierKernel(MemberWish known, MemberWish wish) =>
        known.Shape.Source is MemberSource.Kernel && wish.Shape.Source is MemberSource.Kernel && known.Shape with { Source = wish.Shape.Source } == wish.Shape;

    private LobsterError? TakeFault()
    {
        lock (gate)
        {
            var told = fault;
            fault = null;
            return told;
        }
    }

    private PoolChange<MemberShape>? Next(int most, out MemberWish? wish, out QemuMember? excess, out int seen)
    {
        lock (gate)
        {
            (wish, excess, seen) = (null, null, emptied);
            _ = wishes.RemoveAll(known => clock.GetElapsedTime(known.At) > Lately);
            var dead = waiting.FindIndex(member => member.Process.Process.HasExited);
            var next = dead >= 0
                ? new PoolChange<MemberShape>.End(dead)
                : PoolPlan.Next(
                    most,
                    [.. waiting.Select(member => member.Shape)],
                    [.. wishes.Where(known => known.Wish.Origin is not null || known.Times >= BootsToWaitFor).Select(known => known.Wish.Shape)]);
            if (next is PoolChange<MemberShape>.Start(var shape)) wish = wishes.Find(known => known.Wish.Shape == shape).Wish;
            if (next is not PoolChange<MemberShape>.End(var index)) return next;
            excess = waiting[index];
            waiting.RemoveAt(index);
            return next;
        }
    }
}
