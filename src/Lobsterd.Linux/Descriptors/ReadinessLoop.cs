using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Descriptors;

/// <summary>Completes tasks when descriptors become ready: one epoll and one thread for the whole process, however many wait.</summary>
/// <remarks>Each wait watches a duplicate of its own, so the caller may close the original at any time and may wait twice on one descriptor.</remarks>
public sealed class ReadinessLoop
{
    private const uint In = 0x1;
    private const uint Priority = 0x2;
    private const uint Out = 0x4;
    private const uint PeerClosed = 0x2000;
    private const uint OneShot = 0x4000_0000;
    private const int Add = 1;
    private const int Delete = 2;
    private const int EventsAtOnce = 64;
    private const int StackBytes = 256 * 1024;

    private static readonly Lazy<ReadinessLoop> Instance = new(() => new ReadinessLoop());

    private readonly Fd epoll;
    private readonly ConcurrentDictionary<ulong, Watch> watches = new();
    private ulong lastId;

    private ReadinessLoop()
    {
        epoll = Fd.Adopt(DescriptorCalls.EpollCreate(OpenFlags.CloseOnExec));
        if (epoll.IsInvalid) throw new InvalidOperationException($"epoll_create1: errno {Errno.LastNumber}");
        new Thread(Run, StackBytes) { IsBackground = true, Name = "readiness" }.Start();
    }

    /// <summary>The process's loop; its thread starts with the first use.</summary>
    public static ReadinessLoop Shared => Instance.Value;

    /// <summary>Completes when a read would not block: data, the end, an error; for a pidfd, the process's end.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public Task WaitReadableAsync(SafeHandle descriptor, CancellationToken cancellationToken) =>
        WaitAsync(descriptor, In, cancellationToken);

    /// <summary>Completes when a write would not block.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public Task WaitWritableAsync(SafeHandle descriptor, CancellationToken cancellationToken) =>
        WaitAsync(descriptor, Out, cancellationToken);

    /// <summary>Completes when there is something exceptional (EPOLLPRI): a trigger of psi fired, a file of cgroups changed; or an error.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public Task WaitPriorityAsync(SafeHandle descriptor, CancellationToken cancellationToken) =>
        WaitAsync(descriptor, Priority, cancellationToken);

    /// <summary>Completes when the other end of a connection will send no more, or the connection broke: not when there is something to read.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public Task WaitEndAsync(SafeHandle descriptor, CancellationToken cancellationToken) =>
        WaitAsync(descriptor, PeerClosed, cancellationToken);

    /// <summary>Calls back once, on the loop's thread, when the descriptor becomes readable. The callback must be quick and must not throw.</summary>
    /// <error code="descriptor.open.failed">Too many open files, or the descriptor cannot be watched.</error>
    internal UnitResult<LobsterError> OnReadable(SafeHandle descriptor, Action ready) =>
        Begin(descriptor, In, ready).TryGetError(out var error) ? error : UnitResult.Success<LobsterError>();

    private async Task WaitAsync(SafeHandle descriptor, uint events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Begin(descriptor, events, completion.SetResult).TryGetError(out var error, out var id))
            throw new IOException(error.Message);
        try
        {
            await completion.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            End(id);
        }
    }

    private Result<ulong, LobsterError> Begin(SafeHandle descriptor, uint events, Action ready)
    {
        var held = false;
        try
        {
            descriptor.DangerousAddRef(ref held);
            var copy = Fd.Adopt(DescriptorCalls.Fcntl((int)descriptor.DangerousGetHandle(), Fd.DuplicateCloseOnExec, 0));
            if (copy.IsInvalid) return Errno.Last(DescriptorErrors.OpenFailed, "a watched descriptor");
            var id = Interlocked.Increment(ref lastId);
            watches[id] = new Watch(copy, ready);
            var registered = new EpollEvent { Events = events | OneShot, Data = id };
            if (DescriptorCalls.EpollControl(epoll.Number, Add, copy.Number, ref registered) == 0) return id;
            var error = Errno.Last(DescriptorErrors.OpenFailed, "a watched descriptor");
            End(id);
            return error;
        }
        finally
        {
            if (held) descriptor.DangerousRelease();
        }
    }

    private void End(ulong id)
    {
        if (!watches.TryRemove(id, out var watch)) return;
        var unused = default(EpollEvent);
        // The original keeps the open file alive, so closing the duplicate alone would leave it registered.
        _ = DescriptorCalls.EpollControl(epoll.Number, Delete, watch.Copy.Number, ref unused);
        watch.Copy.Dispose();
    }

    private unsafe void Run()
    {
        var events = stackalloc EpollEvent[EventsAtOnce];
        while (true)
        {
            var count = DescriptorCalls.EpollWait(epoll.Number, events, EventsAtOnce, null, null);
            for (var i = 0; i < count; i++)
            {
                if (!watches.TryGetValue(events[i].Data, out var watch)) continue;
                End(events[i].Data);
                watch.Ready();
            }
        }
    }

    private sealed record Watch(Fd Copy, Action Ready);
}
