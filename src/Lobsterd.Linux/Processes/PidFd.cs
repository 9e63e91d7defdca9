using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Processes;

/// <summary>A handle on one process, child or not, which never comes to mean another one as a pid can.</summary>
public sealed class PidFd : IDisposable
{
    private const short PollIn = 1;

    private PidFd(Fd descriptor, int pid) => (Descriptor, Pid) = (descriptor, pid);

    /// <summary>The process id in our pid namespace.</summary>
    public int Pid { get; }

    /// <summary>The descriptor; becomes readable when the process has ended.</summary>
    public Fd Descriptor { get; }

    /// <summary>Whether the process has ended (a zombie has).</summary>
    public unsafe bool HasExited
    {
        get
        {
            var asked = new PollFd { Descriptor = Descriptor.Number, Events = PollIn };
            return DescriptorCalls.Poll(&asked, 1, 0) > 0;
        }
    }

    /// <summary>Takes hold of the process that has a pid now. Check afterwards that it is the one you mean: start ticks, executable, cgroup.</summary>
    /// <param name="pid">A process id, not a thread id.</param>
    /// <error code="process.lookup.gone">There is no such process.</error>
    public static Result<PidFd, LobsterError> Open(int pid)
    {
        var opened = Fd.Adopt(ProcessCalls.PidFdOpen(pid, 0));
        return opened.IsInvalid ? Errno.Last(ProcessErrors.Gone, $"process {pid}") : new PidFd(opened, pid);
    }

    /// <summary>Takes ownership of a pidfd that somebody else opened, e.g. one received over a socket.</summary>
    public static PidFd Adopt(Fd descriptor, int pid) => new(descriptor, pid);

    /// <summary>Sends a signal.</summary>
    /// <param name="signal">Of <see cref="Signals"/>.</param>
    /// <error code="process.lookup.gone">It has ended.</error>
    /// <error code="process.signal.refused">We may not.</error>
    public UnitResult<LobsterError> Signal(int signal)
    {
        if (ProcessCalls.PidFdSendSignal(Descriptor.Number, signal, 0, 0) == 0) return UnitResult.Success<LobsterError>();
        var code = Errno.LastNumber == Errno.NoProcess ? ProcessErrors.Gone : ProcessErrors.SignalRefused;
        return Errno.Last(code, $"signal {signal} to process {Pid}");
    }

    /// <summary>Completes when the process has ended, whoever its parent is. Does not collect it.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) =>
        ReadinessLoop.Shared.WaitReadableAsync(Descriptor, cancellationToken);

    /// <summary>Closes the handle; the process goes on.</summary>
    public void Dispose() => Descriptor.Dispose();
}
