namespace Lobsterd.Standin.Stand;

/// <summary>What stands where tenants' VMs do.</summary>
public enum StandMachine
{
    /// <summary>The null machine: the guest binary as a process; milliseconds, and no figure of it is a spawn time.</summary>
    Null,

    /// <summary>QEMU as it is shipped.</summary>
    Qemu,

    /// <summary>The Firecracker driver over the stand-ins of jailer and Firecracker, the null machine behind them; no figure of it is a spawn time.</summary>
    FirecrackerNull,

    /// <summary>The Firecracker driver over the same stand-ins, and QEMU in software behind them: a real kernel boots.</summary>
    FirecrackerQemu,
}
