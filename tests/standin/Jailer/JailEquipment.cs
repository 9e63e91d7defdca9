using System.Globalization;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>What the stand-in of firecracker finds under <c>/.standin</c>: its choice, its record, the host's files, a user namespace for its machine.
/// All of it lies in mounts of the jail's own namespace; the jail's folder gets an empty folder for them.</summary>
internal static class JailEquipment
{
    private const long Bind = 0x1000;
    private const long Recursive = 0x4000;

    internal static void Place(JailPlan plan, StandinChoice choice)
    {
        var folder = plan.Root + StandinChoice.Inside;
        _ = Directory.CreateDirectory(folder);
        Require(Kernel.Mount("standin", folder, "tmpfs", 0, "size=16m,mode=755"));
        File.WriteAllText($"{folder}/{StandinChoice.FileName}", choice.Write());

        // Whatever the mask says that we were started with.
        Require(Kernel.ChangeMode(folder, 0x1ED));
        Require(Kernel.ChangeMode($"{folder}/{StandinChoice.FileName}", 0x1A4));
        if (choice.Record is { } records) ShowRecord(plan, records, folder + "/record");
        if (choice.Machine == "none") return;

        if (plan.UserId != 0) ShowUserNamespace(plan, folder + "/userns");
        var host = folder + "/host";
        _ = Directory.CreateDirectory(host);
        Require(Kernel.Mount("/", host, null, Bind | Recursive));
        // The guest's own end wants a TAP too, and on some hosts the node is root's alone.
        Require(Kernel.MakeCharacterDevice(folder + "/tun", 10, 200));
        Require(Kernel.ChangeMode(folder + "/tun", 0x1B6));
        Require(Kernel.Mount(folder + "/tun", host + "/dev/net/tun", null, Bind));
        Require(Kernel.Mount("standin", host + "/mnt", "tmpfs", 0, string.Create(CultureInfo.InvariantCulture, $"size=64m,mode=755,uid={plan.UserId},gid={plan.GroupId}")));
        if (choice.Machine != "qemu") return;
        _ = Directory.CreateDirectory(host + "/mnt/jail");
        Require(Kernel.Mount(plan.Root, host + "/mnt/jail", null, Bind));
    }

    private static void ShowRecord(JailPlan plan, string records, string place)
    {
        var file = Path.Combine(records, plan.Id + ".jsonl");
        if (!File.Exists(file)) File.WriteAllText(file, "");
        _ = Kernel.ChangeOwner(file, plan.UserId, plan.GroupId);
        File.WriteAllText(place, "");
        Require(Kernel.Mount(file, place, null, Bind));
    }

    // A guest wants more identities than the jail's one. A user namespace that the jail's user owns is entered by it with all powers over its own things,
    // and what others its guest has are nobody's on the host.
    private static unsafe void ShowUserNamespace(JailPlan plan, string place)
    {
        const long UserNamespace = 0x1000_0000;
        const uint Nobodies = 0x5000_0000;
        var ready = stackalloc int[2];
        Require(Kernel.Call(293, (nint)ready, 0));
        var byteOf = stackalloc byte[1];
        var owner = Kernel.Fork();
        if (owner == 0)
        {
            _ = Kernel.Call(119, (nint)plan.GroupId, (nint)plan.GroupId, (nint)plan.GroupId);
            _ = Kernel.Call(117, (nint)plan.UserId, (nint)plan.UserId, (nint)plan.UserId);
            _ = Kernel.Call(272, (nint)UserNamespace);
            _ = Kernel.Call(1, ready[1], (nint)byteOf, 1);
            while (true) _ = Kernel.Call(34);
        }
        _ = Kernel.Call(0, ready[0], (nint)byteOf, 1);
        Kernel.Close(ready[0]);
        Kernel.Close(ready[1]);
        var process = string.Create(CultureInfo.InvariantCulture, $"/proc/{owner}");
        File.WriteAllText(process + "/gid_map", string.Create(CultureInfo.InvariantCulture, $"0 {plan.GroupId} 1\n1 {Nobodies} 65535\n"));
        File.WriteAllText(process + "/uid_map", string.Create(CultureInfo.InvariantCulture, $"0 {plan.UserId} 1\n1 {Nobodies} 65535\n"));
        File.WriteAllText(place, "");
        Require(Kernel.Mount(process + "/ns/user", place, null, Bind));
        _ = Kernel.Call(62, owner, 9);
        _ = Kernel.Call(61, owner);
    }

    private static void Require(long result)
    {
        if (result < 0) throw new Fault($"stand-in: its equipment could not be placed: {IoText.Last}");
    }
}
