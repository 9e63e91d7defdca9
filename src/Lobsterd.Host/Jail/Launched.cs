using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Jail;

/// <summary>A VMM that was just started.</summary>
/// <param name="Vmm">It.</param>
/// <param name="Launcher">Its launcher, which ends once it has recorded how the VMM ended.</param>
internal sealed record Launched(PidFd Vmm, ChildProcess Launcher);
