namespace Lobsterd.Standin.Interface;

/// <summary>The path of what a path leads to, every link resolved, asked of the kernel.</summary>
public static class CanonicalPath
{
    private const int PathOnly = 0x20_0000;

    /// <summary>Null when it leads nowhere; <see cref="Kernel.LastError"/> says why.</summary>
    public static string? Of(string path)
    {
        var opened = Kernel.Open(path, PathOnly);
        if (opened < 0) return null;
        var target = new FileInfo($"/proc/self/fd/{opened}").LinkTarget;
        Kernel.Close(opened);
        return target;
    }
}
