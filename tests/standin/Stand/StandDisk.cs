using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Mounts;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Standin.Stand;

/// <summary>A disk of a stand's own, an ext4 in a file: what was not flushed when the host died is not on it afterwards.</summary>
/// <remarks>The file system writes nothing of its own accord for ten minutes, and has no mercy with a rename of what was never flushed
/// (<c>noauto_da_alloc</c>, ext4(5)). So what lies in the file at an instant is what was flushed until then, and a copy of it is the disk after a power cut.</remarks>
internal sealed class StandDisk : IDisposable
{
    private const string Options = "loop,commit=600,noauto_da_alloc";
    private const long Size = 32L << 30;
    private const int OwnerOnly = 0x180;    // 0600

    private readonly string folder;
    private readonly string target;
    private int number;

    /// <summary>Makes an empty disk and mounts it.</summary>
    /// <param name="folder">Where its file lies.</param>
    /// <param name="target">The folder that it is mounted on; made here.</param>
    internal StandDisk(string folder, string target)
    {
        (this.folder, this.target) = (folder, target);
        _ = Directory.CreateDirectory(target);
        using (var file = Fd.Open(Image, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive, OwnerOnly).Require()) SparseFile.SetSize(file, Size).Require();
        Run("/sbin/mke2fs", ["-q", "-F", "-t", "ext4", "-b", "4096", "-N", "16384", "-J", "size=16", "-m", "0", Image]);
        Attach();
    }

    private string Image => Path.Combine(folder, $"disk-{number}.img");

    /// <summary>Writes everything to it.</summary>
    internal void Flush() => Run("/usr/bin/sync", ["--file-system", target]);

    /// <summary>Takes a picture of what is on it at this instant; the next boot will find that, whatever is written from now on.</summary>
    internal void Keep()
    {
        using var source = Fd.Open(Image, OpenFlags.ReadOnly).Require();
        number++;
        using var kept = Fd.Open(Image, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, OwnerOnly).Require();
        _ = SparseFile.CloneOrCopy(source, kept).Require();
    }

    /// <summary>Puts what was kept in the place of what is mounted; nobody uses that any more.</summary>
    internal void ChangeToKept()
    {
        Detach();
        File.Delete(Path.Combine(folder, $"disk-{number - 1}.img"));
        Attach();
    }

    /// <inheritdoc/>
    public void Dispose() => Detach();

    private void Attach() => Run("/usr/bin/mount", ["-t", "ext4", "-o", Options, Image, target]);

    // Lazily: a mount namespace of a process that has just been killed may hold it for a moment, and that is a disk of the past.
    private void Detach() => Mount.Remove(target, lazily: true).Require();

    private static void Run(string program, IReadOnlyList<string> arguments)
    {
        using var child = Spawner.StartUnwatched(new SpawnInput { Program = program, Arguments = arguments }).Require();
        var status = child.Wait();
        if (!status.IsSuccess) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {status}");
    }
}
