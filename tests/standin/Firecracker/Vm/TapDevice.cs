using System.Buffers.Binary;
using System.Text;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>A TAP, opened by the jail's node and with the jail's identity, with the flags that the real program asks for.</summary>
internal static class TapDevice
{
    private const int ReadWriteNonBlocking = 0x2 | 0x800 | 0x8_0000;
    private const int SetInterface = 0x4004_54CA;
    private const short Tap = 0x2;
    private const short NoPacketInformation = 0x1000;
    private const short VirtioHeader = 0x4000;
    private const int LongestName = 15;

    /// <summary>Opens it; the fault's words are those after the act's own.</summary>
    internal static unsafe long Open(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length > LongestName) throw new Fault($"Open tap device failed: Invalid interface name{Advice(name)}");
        var opened = Kernel.Open("/dev/net/tun", ReadWriteNonBlocking);
        if (opened < 0) throw new Fault($"Open tap device failed: Couldn't open /dev/net/tun: {IoText.Last}{Advice(name)}");
        Span<byte> request = stackalloc byte[40];
        request.Clear();
        bytes.CopyTo(request);
        BinaryPrimitives.WriteInt16LittleEndian(request[16..], Tap | NoPacketInformation | VirtioHeader);
        fixed (byte* start = request)
        {
            if (Kernel.Call(16, (nint)opened, SetInterface, (nint)start) >= 0) return opened;
        }
        var why = IoText.Last;
        Kernel.Close(opened);
        throw new Fault($"Open tap device failed: Error while creating ifreq structure: {why}{Advice(name)}");
    }

    private static string Advice(string name) =>
        $". Invalid TUN/TAP Backend provided by {name}. Check our documentation on setting up the network devices.";
}
