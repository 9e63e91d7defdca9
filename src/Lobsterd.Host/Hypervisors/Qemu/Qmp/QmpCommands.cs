using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>The commands that we use, all of them.</summary>
/// <remarks>Source: <see href="https://www.qemu.org/docs/master/interop/qemu-qmp-ref.html"/>.</remarks>
internal static class QmpCommands
{
    // Quick ones too may wait: QEMU's main loop answers them, and it shares the CPUs with every guest on the host.
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WithDisk = TimeSpan.FromSeconds(60);

    /// <summary>Ends the negotiation that each connection begins with.</summary>
    internal static readonly QmpCommand<QmpNothing, QmpNothing> Capabilities =
        new("qmp_capabilities", Quick, QmpJson.Default.QmpNothing, QmpJson.Default.QmpNothing);

    /// <summary>Tells whether the VM runs.</summary>
    internal static readonly QmpCommand<QmpNothing, StatusReturn> QueryStatus =
        new("query-status", Quick, QmpJson.Default.QmpNothing, QmpJson.Default.StatusReturn);

    /// <summary>Stops the CPUs; waits for disk writes under way and flushes them.</summary>
    internal static readonly QmpCommand<QmpNothing, QmpNothing> Stop =
        new("stop", WithDisk, QmpJson.Default.QmpNothing, QmpJson.Default.QmpNothing);

    /// <summary>Lets the CPUs run.</summary>
    internal static readonly QmpCommand<QmpNothing, QmpNothing> Continue =
        new("cont", WithDisk, QmpJson.Default.QmpNothing, QmpJson.Default.QmpNothing);

    /// <summary>Takes a descriptor under a name.</summary>
    internal static readonly QmpCommand<GetFdArguments, QmpNothing> GetFd =
        new("getfd", Quick, QmpJson.Default.GetFdArguments, QmpJson.Default.QmpNothing);

    /// <summary>Takes a descriptor into a set.</summary>
    internal static readonly QmpCommand<AddFdArguments, AddFdReturn> AddFd =
        new("add-fd", Quick, QmpJson.Default.AddFdArguments, QmpJson.Default.AddFdReturn);

    /// <summary>Forgets a set of descriptors.</summary>
    internal static readonly QmpCommand<RemoveFdArguments, QmpNothing> RemoveFd =
        new("remove-fd", Quick, QmpJson.Default.RemoveFdArguments, QmpJson.Default.QmpNothing);

    /// <summary>Switches migration's capabilities.</summary>
    internal static readonly QmpCommand<MigrationCapabilitiesArguments, QmpNothing> SetMigrationCapabilities =
        new("migrate-set-capabilities", Quick, QmpJson.Default.MigrationCapabilitiesArguments, QmpJson.Default.QmpNothing);

    /// <summary>Begins to load a state; a <c>MIGRATION</c> event tells the end.</summary>
    internal static readonly QmpCommand<MigrateIncomingArguments, QmpNothing> MigrateIncoming =
        new("migrate-incoming", Quick, QmpJson.Default.MigrateIncomingArguments, QmpJson.Default.QmpNothing);

    /// <summary>Opens a disk that no device has yet.</summary>
    internal static readonly QmpCommand<BlockdevAddArguments, QmpNothing> AddDisk =
        new("blockdev-add", WithDisk, QmpJson.Default.BlockdevAddArguments, QmpJson.Default.QmpNothing);

    /// <summary>Sets a property of a device; of the disk's, what it stands on.</summary>
    internal static readonly QmpCommand<QomSetArguments, QmpNothing> SetProperty =
        new("qom-set", WithDisk, QmpJson.Default.QomSetArguments, QmpJson.Default.QmpNothing);

    /// <summary>Puts a disk into a throttle group.</summary>
    internal static readonly QmpCommand<ThrottleArguments, QmpNothing> Throttle =
        new("block_set_io_throttle", WithDisk, QmpJson.Default.ThrottleArguments, QmpJson.Default.QmpNothing);

    /// <summary>Saves the state of all devices, without RAM.</summary>
    internal static readonly QmpCommand<SaveDevicesArguments, QmpNothing> SaveDevices =
        new("xen-save-devices-state", WithDisk, QmpJson.Default.SaveDevicesArguments, QmpJson.Default.QmpNothing);
}
