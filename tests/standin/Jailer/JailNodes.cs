using System.Globalization;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>Folders and device nodes, made in the jail's root. Where one lies already, the jail is not fresh, and that is fatal.</summary>
internal static class JailNodes
{
    private const int OwnerOnly = 0x1C0;
    private const int Exists = 17;

    internal static void Make(JailPlan plan, int? userFaultMinor)
    {
        foreach (var folder in (ReadOnlySpan<string>)["/", "/dev", "/dev/net", "/run"]) MakeFolder(plan, folder);
        Node(plan, "/dev/net/tun", 10, 200);
        Node(plan, "/dev/kvm", 10, 232);
        try
        {
            Node(plan, "/dev/urandom", 1, 9);
        }
        catch (Fault fault)
        {
            Kernel.Say($"Warning! Could not create /dev/urandom device inside jailer: {fault.Message}.\nMMDS version 2 will not be available to use.\n");
        }
        if (userFaultMinor is { } minor) Node(plan, "/dev/userfaultfd", 10, minor);
    }

    /// <summary>Asked before the root changes. Lines are split at single blanks, as the real one does it.</summary>
    internal static int? FindUserFaultMinor()
    {
        foreach (var line in File.ReadLines("/proc/misc"))
        {
            if (line.Split(' ') is [var number, "userfaultfd"] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var minor)) return minor;
        }
        return null;
    }

    private static void MakeFolder(JailPlan plan, string folder)
    {
        if (Kernel.MakeFolder(folder, OwnerOnly) < 0 && Kernel.LastError != Exists) throw new Fault($"Failed to create directory {folder}: {IoText.Last}", $"CreateDir(\"{folder}\")");
        if (Kernel.ChangeMode(folder, OwnerOnly) < 0) throw new Fault($"Failed to change permissions on {folder}: {IoText.Last}", $"Chmod(\"{folder}\")");
        Own(plan, folder);
    }

    private static void Node(JailPlan plan, string path, int major, int minor)
    {
        if (Kernel.MakeCharacterDevice(path, major, minor) < 0)
            throw new Fault($"Failed to create {path} via mknod inside the jail: {IoText.Last}", $"MknodDev(\"{path}\")");
        _ = Kernel.ChangeMode(path, 0x180);
        Own(plan, path);
    }

    private static void Own(JailPlan plan, string path)
    {
        if (Kernel.ChangeOwner(path, plan.UserId, plan.GroupId) < 0) throw new Fault($"Failed to change owner for {path}: {IoText.Last}", $"ChangeFileOwner(\"{path}\")");
    }
}
