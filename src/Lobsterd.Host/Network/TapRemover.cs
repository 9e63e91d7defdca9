using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Host.Network;

/// <summary>Removes TAPs, those that wait together in one go.</summary>
/// <remarks>The kernel takes an interface out of sight within a millisecond, and then holds whoever asked for some 15 ms more, until no processor can
/// still be using it (RCU), however many interfaces one request removes. So nobody waits for the second part, and those who
/// come while requests are held go together: a hundred evictions at once take a few such times, not a hundred. Interfaces are
/// looked up here as well, since a look waits for the lock that removals hold.</remarks>
internal sealed class TapRemover(InstanceId instance) : IAsyncDisposable
{
    /// <summary>The group in which TAPs are removed. The wall does not know it, so a TAP goes down before it goes in.</summary>
    internal const uint LeavingGroup = TenantLink.Group + 1;

    private const int MostTogether = 40;
    private const int MostRounds = 4;

    private readonly Lock gate = new();
    private readonly Queue<Leaving> waiting = [];
    private int rounds;
    private Task finished = Task.CompletedTask;

    /// <summary>Removes a tenant's TAP; completes when it is out of sight and its name is free. Absent already is success; what is not this tenant's stays.</summary>
    /// <error code="netlink.request.denied">The process lacks CAP_NET_ADMIN.</error>
    internal Task<UnitResult<LobsterError>> RemoveAsync(VmOwner owner)
    {
        var mine = new Leaving(owner);
        lock (gate)
        {
            waiting.Enqueue(mine);
            if (rounds < MostRounds)
            {
                rounds++;
                var round = Task.Run(RunRoundsAsync);
                finished = finished.IsCompleted ? round : Task.WhenAll(finished, round);
            }
        }
        return mine.Gone;
    }

    /// <summary>Completes when the kernel has finished with everything that was removed.</summary>
    public async ValueTask DisposeAsync()
    {
        Task all;
        lock (gate) all = finished;
        await all;
    }

    private async Task RunRoundsAsync()
    {
        while (TakeWaiting() is { Count: > 0 } some)
        {
            using var over = new CancellationTokenSource();
            // Without a watch the kernel's answer tells it as well, only later.
            using var watch = LinkWatch.Open().GetValueOrDefault();
            var hearing = watch is null ? Task.CompletedTask : watch.HearAsync(changed: _ => { }, vanished: link => Tell(some, link.Index), lost: () => { }, over.Token);
            // The kernel holds the thread, and the pool's threads have better things to do.
            await Task.Factory.StartNew(() => RemoveAll(some), over.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await over.CancelAsync();
            await hearing;
        }
    }

    private List<Leaving> TakeWaiting()
    {
        lock (gate)
        {
            var some = new List<Leaving>();
            while (some.Count < MostTogether && waiting.TryDequeue(out var next)) some.Add(next);
            if (some.Count == 0) rounds--;
            return some;
        }
    }

    private static void Tell(List<Leaving> some, int vanished)
    {
        foreach (var one in some)
            if (one.LinkIndex == vanished)
                one.Tell(UnitResult.Success<LobsterError>());
    }

    private void RemoveAll(List<Leaving> some)
    {
        if (RtNetlink.Open().TryGetError(out var error, out var kernel))
        {
            foreach (var one in some) one.Tell(error);
            return;
        }
        using (kernel)
        {
            foreach (var one in some) Find(kernel, one);
            var found = some.Where(one => one.LinkIndex is not null).ToList();
            if (found.Count > 1) RemoveTogether(kernel, found);
            // Each by itself as well: what is gone by now costs nothing, and what could not go together tells its own error.
            foreach (var one in found.Where(one => !one.Gone.IsCompleted))
                one.Tell(kernel.Apply(new RtBatch().DeleteLink(one.LinkIndex!.Value, missingIsFine: true)));
        }
    }

    private void Find(RtNetlink kernel, Leaving one)
    {
        if (TenantLink.Find(kernel, instance, one.Owner.Slot).TryGetError(out var error, out var tap)) one.Tell(error);
        else if (tap is null || (tap.Note is { } note && note.Id != one.Owner.Id)) one.Tell(UnitResult.Success<LobsterError>());
        else one.LinkIndex = tap.LinkIndex;
    }

    private static void RemoveTogether(RtNetlink kernel, List<Leaving> found)
    {
        var batch = new RtBatch();
        foreach (var index in found.Select(one => one.LinkIndex!.Value))
            _ = batch
                .ChangeLink(index, new LinkChange { Up = false }, missingIsFine: true)
                .ChangeLink(index, new LinkChange { Group = LeavingGroup }, missingIsFine: true);
        _ = kernel.Apply(batch.DeleteGroup(LeavingGroup));
    }

    private sealed class Leaving(VmOwner owner)
    {
        private readonly TaskCompletionSource<UnitResult<LobsterError>> gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal VmOwner Owner => owner;

        internal int? LinkIndex { get; set; }

        internal Task<UnitResult<LobsterError>> Gone => gone.Task;

        internal void Tell(UnitResult<LobsterError> how) => _ = gone.TrySetResult(how);
    }
}
