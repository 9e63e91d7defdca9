using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Processes;

/// <summary>A child that its owner collects itself, by blocking or by a loop of his own; no thread of ours waits for it.</summary>
public sealed class UnwatchedChild : IDisposable
{
    /// <summary>P_PID and WEXITED of waitid(2).</summary>
    internal const int ByPid = 1;
    internal const int Exited = 4;

    private const int ByPidFd = 3;
    private const int NoHang = 1;
    private const int CodeExited = 1;

    internal UnwatchedChild(PidFd process) => Process = process;

    /// <summary>The child.</summary>
    public PidFd Process { get; }

    /// <summary>Takes on a child that a process of ours left to us when it ended (see <c>ProcessControl.AdoptOrphans</c>).</summary>
    /// <param name="pid">Its pid; the child's own for as long as nobody collects it.</param>
    /// <error code="process.lookup.gone">It is no child of ours.</error>
    public static Result<UnwatchedChild, LobsterError> TakeOn(int pid)
    {
        if (PidFd.Open(pid).TryGetError(out var gone, out var process)) return gone;
        if (ProcessStat.Read(pid).TryGetValue(out var stat) && stat.ParentPid == Environment.ProcessId) return new UnwatchedChild(process);
        process.Dispose();
        return new LobsterError(ProcessErrors.Gone, $"process {pid} is no child of ours");
    }

    /// <summary>Waits until it has ended, and removes it from the process table.</summary>
    /// <returns>How it ended; unknown when somebody else collected it.</returns>
    public ExitStatus Wait()
    {
        while (true)
        {
            if (Collect(0) is { } status) return status;
        }
    }

    /// <summary>Closes the handle. A child that was not collected stays a zombie until this process ends.</summary>
    public void Dispose() => Process.Dispose();

    /// <summary>Collects it if it has ended; its handle's descriptor is readable then.</summary>
    /// <returns>How it ended, unknown when somebody else collected it; null while it runs.</returns>
    public ExitStatus? TryCollect() => Collect(NoHang);

    private ExitStatus? Collect(int options)
    {
        var result = ProcessCalls.WaitId(ByPidFd, Process.Descriptor.Number, out var info, Exited | options);
        if (result < 0 && Errno.LastNumber == Errno.Interrupted) return null;
        if (result == 0 && info.Pid == 0) return null;
        ChildTable.Leave(Process.Pid);
        if (result < 0) return default(ExitStatus);
        return info.Code == CodeExited ? new ExitStatus(info.Status, null) : new ExitStatus(null, info.Status);
    }
}
