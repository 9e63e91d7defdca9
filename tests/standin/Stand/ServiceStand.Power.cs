using Lobsterd.Linux.Mounts;
using Lobsterd.Linux.Namespaces;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Standin.Stand;

/// <summary>The death of the stand's host. What the kernel kept dies with it: processes, interfaces, rules, cgroups, <c>/run</c>. Files alone are left.</summary>
public sealed partial class ServiceStand
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";
    private StandDisk? disk;
    private string? bootId;

    private string RunMount => Path.Combine(Paths.Root, "run");

    /// <summary>The host reboots: every file is as it was last written. The service is not started.</summary>
    public Task RebootAsync() => BootAsync(isFlushed: true);

    /// <summary>The host loses its power and gets it back: every file is as it was last flushed. The service is not started.</summary>
    public Task CutPowerAsync() => BootAsync(isFlushed: false);

    private async Task BootAsync(bool isFlushed)
    {
        if (disk is null) throw new InvalidOperationException("a host without a disk of its own cannot boot again");

        // Killed, so that nobody has the time to flush anything.
        await HostPicture.EndProcessesAsync(Paths, Network.Identity);
        await WaitForEndAsync();
        if (isFlushed) disk.Flush();
        disk.Keep();

        HostPicture.RemoveCgroups(Paths);
        Network.Dispose();
        Network = NetNamespace.Create();
        Mount.Remove(RunMount, lazily: true).Require();
        disk.ChangeToKept();
        MountRun();
        bootId = folder["boot_id"];
        await File.WriteAllTextAsync(bootId, $"{Guid.NewGuid():D}\n");
    }

    // Everywhere but on a test's root /run is in memory, and whoever makes files in it waits for no disk.
    private void MountRun()
    {
        _ = Directory.CreateDirectory(RunMount);
        Mount.FileSystem("tmpfs", "run", RunMount, MountAttributes.None, "mode=755").Require();
    }

    private void RemoveDisks()
    {
        Mount.Remove(RunMount, lazily: true).Require();
        disk?.Dispose();
    }

    // The service and all that it starts are told of another boot: in their mount namespace alone, so stands side by side have a boot each.
    private ChildProcess StartInThisBoot(SpawnInput input) => Network.Run(() =>
    {
        if (bootId is not null)
        {
            ThreadNamespaces.Unshare(NamespaceKinds.Mount).Require();
            Mount.MakeAllPrivate().Require();
            Mount.BindTo(bootId, BootIdFile).Require();
        }

        return Spawner.Start(input).Require();
    });
}
