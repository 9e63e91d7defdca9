using System.Buffers.Binary;
using System.Text;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>A state file: a line of ours, the state, and a checksum at its end. Opaque to everyone else, as the real one is.</summary>
internal static class SnapshotFile
{
    private const string Magic = "lobsterd-standin-state 10.0.0\n";
    private const int SumBytes = 8;

    internal static byte[] Write(string state)
    {
        var body = Encoding.UTF8.GetBytes(Magic + state);
        var whole = new byte[body.Length + SumBytes];
        body.CopyTo(whole, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(whole.AsSpan(body.Length), Sum(body));
        return whole;
    }

    internal static string Read(ReadOnlySpan<byte> file)
    {
        const string Prefix = "Failed to load snapshot state from file: ";
        if (file.Length < SumBytes) throw new Fault(Prefix + "IO Error: File too short to contain CRC");
        if (!file.StartsWith(Encoding.UTF8.GetBytes(Magic))) throw new Fault(Prefix + "An error occurred during bitcode serialization: bitcode error");
        var body = file[..^SumBytes];
        if (BinaryPrimitives.ReadUInt64LittleEndian(file[^SumBytes..]) != Sum(body)) throw new Fault(Prefix + "CRC64 validation failed");
        return Encoding.UTF8.GetString(body[Magic.Length..]);
    }

    // FNV-1a: it finds damage, and needs no package.
    private static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 14695981039346656037;
        foreach (var one in bytes) sum = (sum ^ one) * 1099511628211;
        return sum;
    }
}
