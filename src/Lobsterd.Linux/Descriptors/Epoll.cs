using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Machine;

namespace Lobsterd.Linux.Descriptors;

/// <summary>Watches many descriptors for whoever runs a loop of his own (epoll(7)); everyone else waits by <see cref="ReadinessLoop"/>.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class Epoll : IDisposable
{
    private const int AddOperation = 1;
    private const int RemoveOperation = 2;
    private const int EventsAtOnce = 64;

    private readonly Fd epoll;
    private readonly EpollEvent[] events = new EpollEvent[EventsAtOnce];

    private Epoll(Fd epoll) => this.epoll = epoll;

    /// <summary>Makes one that watches nothing yet.</summary>
    /// <error code="descriptor.open.failed">Too many open files.</error>
    public static Result<Epoll, LobsterError> Create()
    {
        var created = Fd.Adopt(DescriptorCalls.EpollCreate(OpenFlags.CloseOnExec));
        return created.IsInvalid ? Errno.Last(DescriptorErrors.OpenFailed, "epoll") : new Epoll(created);
    }

    /// <summary>Watches a descriptor until it is removed or closed.</summary>
    /// <param name="descriptor">What to watch; not a file on a disk, which is always ready and refused here.</param>
    /// <param name="interest">What to tell of it.</param>
    /// <param name="key">What to call it in <see cref="Wait"/>.</param>
    /// <error code="descriptor.control.failed">It is watched already, or cannot be.</error>
    public UnitResult<LobsterError> Add(Fd descriptor, EpollInterest interest, ulong key)
    {
        var registered = new EpollEvent { Events = (uint)interest, Data = key };
        return DescriptorCalls.EpollControl(epoll.Number, AddOperation, descriptor.Number, ref registered) == 0
            ? UnitResult.Success<LobsterError>()
            : Errno.Last(DescriptorErrors.ControlFailed, $"watch descriptor {descriptor.Number}");
    }

    /// <summary>Watches it no longer; events that <see cref="Wait"/> has taken already still name its key.</summary>
    public void Remove(Fd descriptor)
    {
        var unused = default(EpollEvent);
        _ = DescriptorCalls.EpollControl(epoll.Number, RemoveOperation, descriptor.Number, ref unused);
    }

    /// <summary>Waits until something is ready, and tells it.</summary>
    /// <param name="timeout">Longest wait, to the nanosecond; <see cref="Timeout.InfiniteTimeSpan"/>: no bound.</param>
    /// <param name="ready">Called for each ready descriptor, with its key and what it is ready for.</param>
    public unsafe void Wait(TimeSpan timeout, Action<ulong, EpollInterest> ready)
    {
        int count;
        var bound = TimeSpec.Of(timeout);
        fixed (EpollEvent* first = events)
            count = DescriptorCalls.EpollWait(epoll.Number, first, EventsAtOnce, timeout == Timeout.InfiniteTimeSpan ? null : &bound, null);

        // A failure is an interruption by a signal: nothing is ready, and the caller waits again.
        for (var i = 0; i < count; i++) ready(events[i].Data, (EpollInterest)events[i].Events);
    }

    /// <inheritdoc/>
    public void Dispose() => epoll.Dispose();
}
