using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Machine;

/// <summary>The machine's power.</summary>
public static class Power
{
    private const int AutoBoot = 0x0123_4567;

    /// <summary>Resets the machine at once (RB_AUTOBOOT), without writing anything to a disk. In a PID namespace it ends that namespace.</summary>
    /// <remarks>A virtual machine ends by it: QEMU runs with <c>-no-reboot</c>, and Firecracker knows no power-off.</remarks>
    /// <error code="machine.restart.refused">We may not.</error>
    public static UnitResult<LobsterError> Restart() =>
        MachineCalls.Reboot(AutoBoot) == 0 ? UnitResult.Success<LobsterError>() : Errno.Last(MachineErrors.RestartRefused, "reboot");
}
