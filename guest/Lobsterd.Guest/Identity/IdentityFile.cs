using System.Text;

namespace Lobsterd.Guest.Identity;

/// <summary>A small file that tells who the machine is.</summary>
internal static class IdentityFile
{
    /// <summary>Makes a file hold a text.</summary>
    /// <remarks>A file of the same length is overwritten where it lies: a tenant that filled its disk must still be able to boot, and one that boots again
    /// has the same names. Anything else is made anew: images make some of these links into /run, and what a link points at must not be
    /// written through it.</remarks>
    /// <exception cref="IOException">The disk is full, or read-only.</exception>
    internal static void Write(string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var file = new FileInfo(path);
        if (file is { Exists: true, LinkTarget: null } && file.Length == bytes.Length)
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
            RandomAccess.Write(handle, bytes, 0);
            return;
        }

        File.Delete(path);
        File.WriteAllBytes(path, bytes);
    }
}
