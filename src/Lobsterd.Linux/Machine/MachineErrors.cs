using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Machine;

/// <summary>The ways in which changing what the kernel holds for the whole machine can fail.</summary>
public static class MachineErrors
{
    /// <summary>The wall clock was not set.</summary>
    public static readonly ErrorCode ClockRefused = new("machine.clock.refused", ErrorKind.NotReady);

    /// <summary>The host name was not set.</summary>
    public static readonly ErrorCode HostNameRefused = new("machine.hostname.refused", ErrorKind.NotReady);

    /// <summary>The machine was not reset.</summary>
    public static readonly ErrorCode RestartRefused = new("machine.restart.refused", ErrorKind.NotReady);
}
