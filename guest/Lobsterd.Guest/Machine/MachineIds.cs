using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Identity;
using Lobsterd.Linux.Entropy;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Mounts;

namespace Lobsterd.Guest.Machine;

/// <summary>The two ids by which programs tell machines and boots apart; both are new for each claim, since copies of one VM would share them.</summary>
internal static class MachineIds
{
    private const int IdBytes = 16;
    private const string MachineIdFile = "/etc/machine-id";
    private const string OwnFolder = "/run/lobsterd";
    private const int FolderMode = 0x1ED;    // 0755
    private const string BootIdFile = OwnFolder + "/boot-id";
    private const string KernelBootId = "/proc/sys/kernel/random/boot_id";
    private const string KernelHostName = "/proc/sys/kernel/hostname";

    /// <summary>Writes a new machine id, and mounts a new boot id over the kernel's, which nobody can change.</summary>
    /// <error code="guest.claim.failed">A file could not be written.</error>
    /// <error code="file.act.failed">Their folder could not be made.</error>
    /// <error code="mount.attach.failed">The kernel refused the mount.</error>
    internal static UnitResult<LobsterError> Renew() =>
        IdentityFile.Write(MachineIdFile, $"{New():N}\n")
            .Bind(() => Folder.Ensure(OwnFolder, FolderMode))
            .Bind(() => IdentityFile.Write(BootIdFile, $"{New():D}\n"))
            .Bind(() => Mount.BindTo(BootIdFile, KernelBootId))
            .Bind(() => Mount.Restrict(KernelBootId, MountAttributes.ReadOnly));

    /// <summary>Reads who the machine is, where every program reads it.</summary>
    /// <error code="guest.claim.failed">A file could not be read.</error>
    internal static Result<MachineProof, LobsterError> Prove(TimeProvider clock) =>
        IdentityFile.Read(MachineIdFile)
            .Bind(machine => IdentityFile.Read(KernelBootId)
            .Bind(boot => IdentityFile.Read(KernelHostName)
            .Map(host => new MachineProof(machine, boot, host, clock.GetUtcNow().ToUnixTimeMilliseconds()))));

    /// <summary>A random UUID (version 4), straight from the kernel: the runtime's own wants a device file.</summary>
    internal static Guid New()
    {
        Span<byte> bytes = stackalloc byte[IdBytes];
        KernelRandom.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
