using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Jail;

/// <summary>The folder of one tenant's jail: the root that the jailer builds in, and beside it the mark of its owner, without which nothing is removed.</summary>
/// <remarks>It lies on the file system of images and disks, so that they come in as second names: nothing is mounted, and nothing has to be unmounted.</remarks>
internal sealed class JailerFolder
{
    private const int PassableFolder = 0x1C9;    // 0711, as VMs of the other driver want it
    private const int OwnerOnlyFolder = 0x1C0;   // 0700
    private const int OwnerOnly = 0x180;         // 0600
    private const int LongestMark = 64;

    private readonly LobsterdPaths paths;
    private readonly VmOwner owner;
    private readonly string vmm;

    /// <summary>Says where it is.</summary>
    /// <param name="paths">The root of everything.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="vmm">File name of the VMM's program, which the jailer gives to the folder of all its jails.</param>
    internal JailerFolder(LobsterdPaths paths, VmOwner owner, string vmm)
    {
        (this.paths, this.owner, this.vmm) = (paths, owner, vmm);
        Place = Path.Combine(paths.Jails, vmm, Id);
    }

    /// <summary>Its own path: what the jailer builds and what we write beside it.</summary>
    internal string Place { get; }

    /// <summary>The jail's id: short, and never that of another tenant.</summary>
    internal string Id => string.Create(CultureInfo.InvariantCulture, $"{owner.Slot}-{owner.Id:N}");

    /// <summary>The VMM's root, on the host.</summary>
    internal string Root => Path.Combine(Place, "root");

    /// <summary>A file in that root, on the host. Once the VMM runs, it is what the VMM wants it to be.</summary>
    internal string InRoot(string name) => Path.Combine(Root, name);

    /// <summary>Where the jailer writes the VMM's pid.</summary>
    internal string PidFile => Path.Combine(Root, vmm + ".pid");

    /// <summary>The API's socket.</summary>
    internal string ApiSocket => Path.Combine(Root, "run", "firecracker.socket");

    private string Mark => Path.Combine(Place, "owner");

    /// <summary>Makes it, empty but for the mark.</summary>
    /// <error code="jail.folder.foreign">A folder without our mark is there.</error>
    /// <error code="file.space.exhausted">No room.</error>
    /// <error code="file.act.failed">The kernel refused.</error>
    internal UnitResult<LobsterError> Create() =>
        Remove()
            .Bind(() => Folder.Ensure(paths.Jails, PassableFolder))
            .Bind(() => Folder.Ensure(Path.GetDirectoryName(Place)!, OwnerOnlyFolder))
            .Bind(() => Folder.Ensure(Place, OwnerOnlyFolder))
            .Bind(() => VolatileFile.Replace(Mark, owner.Id.ToByteArray(), OwnerOnly))
            .Bind(() => Folder.Ensure(Root, OwnerOnlyFolder));

    /// <summary>Shows a file that many share; it stays root's, and nobody can write it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Its name in the jail's root.</param>
    /// <error code="file.act.failed">It is on another file system, or the kernel refused.</error>
    internal UnitResult<LobsterError> Share(string file, string name) => HardLink.Make(file, Path.Combine(Root, name));

    /// <summary>Hands over a file of the tenant's own.</summary>
    /// <inheritdoc cref="Share"/>
    internal UnitResult<LobsterError> Give(string file, string name) => Share(file, name).Bind(() => HandOver(name));

    /// <summary>Makes a named pipe into which the VMM writes.</summary>
    /// <param name="name">Its name in the jail's root.</param>
    /// <error code="file.act.failed">The kernel refused.</error>
    internal UnitResult<LobsterError> MakePipe(string name) => Fifo.Make(InRoot(name), OwnerOnly).Bind(() => HandOver(name));

    /// <summary>Removes it with all that jailer and VMM left in it. Absent already is success.</summary>
    /// <error code="jail.folder.foreign">It bears no mark of this owner.</error>
    /// <error code="file.act.failed">Something of it stays.</error>
    internal UnitResult<LobsterError> Remove()
    {
        if (!Directory.Exists(Place)) return UnitResult.Success<LobsterError>();
        if (!IsOurs()) return new LobsterError(VmJailErrors.FolderForeign, $"{Place} bears no mark of tenant {owner.Name}", "look at it, and remove it by hand");
        try
        {
            // The mark goes last: whoever is killed in between finds it again.
            if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
            Directory.Delete(Place, recursive: true);
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(FileErrors.Failed, exception.Message);
        }
    }

    /// <summary>Removes every folder of an owner, whatever its VMM's program was called.</summary>
    /// <inheritdoc cref="Remove"/>
    internal static UnitResult<LobsterError> RemoveAll(LobsterdPaths paths, VmOwner owner) =>
        Of(paths, owner).Select(folder => folder.Remove()).FirstOrDefault(removed => removed.IsFailure, UnitResult.Success<LobsterError>());

    /// <summary>Every jail's folder, and the slot that its name tells; null for a name that is none of ours.</summary>
    internal static IEnumerable<(string Path, Slot? Slot)> All(LobsterdPaths paths) =>
        Directory.Exists(paths.Jails)
            ? Directory.EnumerateDirectories(paths.Jails).SelectMany(Directory.EnumerateFileSystemEntries).Select(path => (path, SlotIn(Path.GetFileName(path))))
            : [];

    /// <summary>The folders of an owner that are there: one at most, unless somebody has changed the VMM in between.</summary>
    internal static IReadOnlyList<JailerFolder> Of(LobsterdPaths paths, VmOwner owner) =>
        Directory.Exists(paths.Jails)
            ? [.. Directory.EnumerateDirectories(paths.Jails).Select(vmm => new JailerFolder(paths, owner, Path.GetFileName(vmm))).Where(folder => Directory.Exists(folder.Place))]
            : [];

    private static Slot? SlotIn(string id) =>
        int.TryParse(id.AsSpan(0, Math.Max(0, id.IndexOf('-', StringComparison.Ordinal))), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new Slot(number) : null;

    // A crash between folder and mark leaves an empty folder, which is nobody's and harms nobody.
    private bool IsOurs()
    {
        try
        {
            if (!Directory.EnumerateFileSystemEntries(Place).Any()) return true;
            return new FileInfo(Mark) is { Exists: true, LinkTarget: null, Length: <= LongestMark } && File.ReadAllBytes(Mark).AsSpan().SequenceEqual(owner.Id.ToByteArray());
        }
        catch (IOException)
        {
            return false;
        }
    }

    private UnitResult<LobsterError> HandOver(string name)
    {
        var user = paths.Instance.UidOf(owner.Slot);
        return FileOwner.Set(InRoot(name), user, user);
    }
}
