namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>Ways in which a file comes to harm.</summary>
internal static class FileDamage
{
    /// <summary>Takes bytes off its end.</summary>
    internal static void Cut(string path, int bytes)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.SetLength(file, RandomAccess.GetLength(file) - bytes);
    }

    /// <summary>Turns one bit of a byte.</summary>
    internal static void Flip(string path, long at)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        Span<byte> one = stackalloc byte[1];
        _ = RandomAccess.Read(file, one, at);
        one[0] ^= 0x10;
        RandomAccess.Write(file, one, at);
    }
}
