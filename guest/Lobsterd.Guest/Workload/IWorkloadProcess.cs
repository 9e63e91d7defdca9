using Lobsterd.Linux.Processes;

namespace Lobsterd.Guest.Workload;

/// <summary>The workload's process, with all that came of it.</summary>
internal interface IWorkloadProcess : IAsyncDisposable
{
    /// <summary>How it ended, once it has; nothing of it is left then.</summary>
    Task<ExitStatus> Exited { get; }

    /// <summary>Sends it a signal; one that has ended already gets none.</summary>
    void Signal(int signal);

    /// <summary>Kills all of it.</summary>
    void KillAll();
}
