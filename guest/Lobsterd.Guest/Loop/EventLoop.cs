using System.Collections.Concurrent;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Guest.Loop;

/// <summary>The one thread on which the guest's code runs: continuations of its tasks, readiness of its descriptors, its timers.</summary>
/// <remarks>One thread means no locks, and no thread pool on the way of an answer. Work that can block (a disk, a freeze) goes to
/// <c>Task.Run</c> and comes back by <see cref="Post"/>, the only member that other threads may call.</remarks>
internal sealed class EventLoop : IDisposable
{
    private readonly Epoll epoll;
    private readonly EventFd bell;
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> posted = new();
    private readonly Dictionary<ulong, Watch> watches = [];
    private readonly TimerQueue timers = new();
    private readonly Action<Exception> fault;
    private ulong lastKey;

    private EventLoop(Epoll epoll, EventFd bell, Action<Exception> fault)
    {
        (this.epoll, this.bell, this.fault) = (epoll, bell, fault);
        Clock = new LoopClock(timers);
        _ = epoll.Add(bell.Descriptor, EpollInterest.Readable, lastKey);
    }

    /// <summary>The wall clock and the loop's timers; what the timers call runs on the loop.</summary>
    internal TimeProvider Clock { get; }

    /// <summary>Makes a loop.</summary>
    /// <param name="fault">Told of exceptions that nobody awaits: bugs. The loop goes on.</param>
    /// <error code="descriptor.open.failed">Too many open files.</error>
    internal static Result<EventLoop, LobsterError> Create(Action<Exception> fault)
    {
        if (Epoll.Create().TryGetError(out var noEpoll, out var epoll)) return noEpoll;
        if (EventFd.Create().TryGetError(out var noBell, out var bell))
        {
            epoll.Dispose();
            return noBell;
        }

        return new EventLoop(epoll, bell, fault);
    }

    /// <summary>Runs the calling thread until a task that begins on it is over, and returns what it came to.</summary>
    internal T Run<T>(Func<Task<T>> main)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new LoopContext(this));
        try
        {
            var task = main();
            while (!task.IsCompleted) Turn(task);
#pragma warning disable VSTHRD002 // it is complete
            return task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Watches a descriptor that does not block; the watch is the caller's, the descriptor stays who it was's.</summary>
    /// <error code="descriptor.control.failed">It is a file on a disk, or watched already.</error>
    internal Result<Watch, LobsterError> Watch(Fd descriptor)
    {
        const EpollInterest all = EpollInterest.Readable | EpollInterest.Writable | EpollInterest.PeerClosed | EpollInterest.EdgeTriggered;
        var key = ++lastKey;
        if (epoll.Add(descriptor, all, key).TryGetError(out var error)) return error;
        return watches[key] = new Watch(() => Forget(key, descriptor));
    }

    /// <summary>Runs something on the loop soon. From any thread.</summary>
    internal void Post(SendOrPostCallback callback, object? state)
    {
        posted.Enqueue((callback, state));
        bell.Ring();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        epoll.Dispose();
        bell.Dispose();
    }

    private void Turn(Task until)
    {
        // Only what waits now: work that posts more work must not keep descriptors waiting.
        for (var count = posted.Count; count > 0 && posted.TryDequeue(out var work); count--) Guard(() => work.Callback(work.State));
        Guard(timers.RunDue);
        if (!until.IsCompleted) epoll.Wait(posted.IsEmpty ? timers.TimeToNext() : TimeSpan.Zero, Ready);
    }

    private void Ready(ulong key, EpollInterest interest)
    {
        if (key == 0) bell.Silence();
        else if (watches.TryGetValue(key, out var watch)) watch.Tell(interest);
    }

    private void Forget(ulong key, Fd descriptor)
    {
        if (watches.Remove(key)) epoll.Remove(descriptor);
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // the root of everything that runs on the loop: PID 1 must not end by a bug
        catch (Exception exception)
#pragma warning restore CA1031
        {
            fault(exception);
        }
    }
}
