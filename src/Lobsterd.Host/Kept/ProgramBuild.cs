using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lobsterd.Host.Kept;

/// <summary>Tells one build of a program from the next by size and time of its files, which an upgrade replaces and nothing else touches.</summary>
internal static class ProgramBuild
{
    /// <summary>A program that is one file.</summary>
    public static string OfFile(string program) => Of([new FileInfo(program)]);

    /// <summary>A program with its libraries beside it.</summary>
    public static string OfFolder(string program) =>
        Directory.Exists(Path.GetDirectoryName(program))
            ? Of(new FileInfo(program).Directory!.EnumerateFiles().Where(file => file.Name == Path.GetFileName(program) || file.Extension == ".dll"))
            : "";

    private static string Of(IEnumerable<FileInfo> files)
    {
        var listed = files.Where(file => file.Exists).OrderBy(file => file.Name, StringComparer.Ordinal).Select(file =>
            string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}\n"));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(listed))));
    }
}
