using System.Text;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Looks for a text that was planted, wherever this host could have put it: files, and what processes were started with.</summary>
internal sealed class PlantedText(string text)
{
    private const int Step = 1 << 20;

    private readonly byte[] wanted = Encoding.UTF8.GetBytes(text);

    /// <summary>The files below a folder that hold it, disks of tenants among them. Links are not followed: what they lead to is looked at where it lies.</summary>
    internal IEnumerable<string> FilesIn(string root)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device, IgnoreInaccessible = true };
        return Directory.EnumerateFiles(root, "*", options).Where(file => File.ResolveLinkTarget(file, returnFinalTarget: false) is null && File.Exists(file) && IsInFile(file));
    }

    /// <summary>The command lines of processes that hold it, as paths in <c>/proc</c>.</summary>
    internal IEnumerable<string> CommandLines() => OfProcesses("cmdline");

    /// <summary>The environments of processes that hold it, likewise.</summary>
    internal IEnumerable<string> Environments() => OfProcesses("environ");

    private IEnumerable<string> OfProcesses(string name) => Directory.EnumerateDirectories("/proc")
        .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        .Select(folder => Path.Combine(folder, name))
        .Where(file => Holds(() => File.ReadAllBytes(file).AsSpan().IndexOf(wanted) >= 0));

    // A disk is mostly holes.
    private bool IsInFile(string path) => new FileInfo(path).Length > 0 && Holds(() =>
    {
        if (Fd.Open(path, OpenFlags.ReadOnly).TryGetError(out _, out var descriptor)) return false;
        using (descriptor)
        using (var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete))
        {
            var buffer = new byte[Step + wanted.Length];
            for (var offset = 0L; SparseFile.DataAfter(descriptor, offset).TryGetValue(out var data) && data is { } part; offset = part.End)
                for (var at = part.Start; at < part.End; at += Step)
                    if (buffer.AsSpan(0, RandomAccess.Read(file, buffer, at)).IndexOf(wanted) >= 0) return true;
            return false;
        }
    });

    // Sockets, and what is gone by now, cannot be read, and hold nothing.
    private static bool Holds(Func<bool> look)
    {
        try
        {
            return look();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
