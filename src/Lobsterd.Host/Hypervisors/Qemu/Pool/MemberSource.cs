using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu.Pool;

/// <summary>Where the first instruction of a VM comes from.</summary>
internal abstract record MemberSource
{
    private MemberSource()
    {
    }

    /// <summary>The kernel of an image, as it is now.</summary>
    /// <error code="file.path.missing">It is not there.</error>
    internal static Result<MemberSource, LobsterError> KernelOf(BootFiles files) =>
        from kernel in IdentityOf(files.Kernel)
        from initramfs in IdentityOf(files.Initramfs)
        select (MemberSource)new Kernel(kernel, initramfs);

    private static Result<FileIdentity, LobsterError> IdentityOf(string path) => FileStat.OfTarget(path).Map(stat => stat.Identity.ApartFromLinks());

    /// <summary>A template's memory, which is mapped: the VM waits for a state, too.</summary>
    /// <param name="Memory">Its file (<see cref="FileIdentity.ApartFromLinks"/>).</param>
    internal sealed record Template(FileIdentity Memory) : MemberSource;

    /// <summary>A kernel, which has been read: the VM has only to be let run.</summary>
    /// <param name="Image">Its file.</param>
    /// <param name="Initramfs">The file that it starts with.</param>
    internal sealed record Kernel(FileIdentity Image, FileIdentity Initramfs) : MemberSource;
}
