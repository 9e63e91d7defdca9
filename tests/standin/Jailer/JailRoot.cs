using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>The jail's mount namespace and root. What the machine behind the API needs is put there too, and only there.</summary>
internal static class JailRoot
{
    private const int Unshare = 272;
    private const int MountNamespace = 0x2_0000;
    private const long Slave = 0x8_0000;
    private const long Bind = 0x1000;
    private const long Recursive = 0x4000;
    private const int Detach = 2;

    internal static void Enter(JailPlan plan, StandinChoice choice)
    {
        if (Kernel.Call(Unshare, MountNamespace) < 0) throw Failed("Failed to unshare into new mount namespace", "UnshareNewNs");
        if (Kernel.Mount(null, "/", null, Slave | Recursive) < 0) throw Failed("Failed to change the propagation type to slave", "MountPropagationSlave");
        if (Kernel.Mount(plan.Root, plan.Root, null, Bind | Recursive) < 0) throw Failed("Failed to bind mount the jail root directory", "MountBind");
        if (File.Exists($"{plan.Root}/old_root") || Directory.Exists($"{plan.Root}/old_root"))
            throw new Fault($"Failed to create the jail root directory before pivoting root: {IoText.Of(17)}", "CreateRootDir");

        JailEquipment.Place(plan, choice);

        Kernel.Path(80, plan.Root);
        if (Kernel.MakeFolder("old_root", 0x1C0) < 0) throw Failed("Failed to create the jail root directory before pivoting root", "CreateRootDir");
        if (Kernel.PivotRoot(".", "old_root") < 0) throw Failed("Failed to pivot root", "PivotRoot");
        Kernel.Path(80, "/");
        if (Kernel.Path(166, "old_root", Detach) < 0) throw Failed("Failed to unmount the old jail root", "UmountOldRoot");
        if (Kernel.Path(84, "old_root") < 0) throw Failed("Failed to remove old jail root directory", "RmOldRootDir");
    }

    private static Fault Failed(string words, string debug) => new($"{words}: {IoText.Last}", debug);
}
