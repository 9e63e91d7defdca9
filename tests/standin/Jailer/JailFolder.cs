using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>The jail's folder and its copy of the program: neither links nor what lies there already are trusted, and nothing is truncated.</summary>
internal static class JailFolder
{
    private const int WriteCreateNoFollow = 0x1 | 0x40 | 0x2_0000;
    private const int UserSettableMode = 0x1FF;

    internal static void Prepare(JailPlan plan)
    {
        Create(plan.Root);
        var target = $"{plan.Root}/{plan.ExecName}";
        Copy(plan.ExecFile, target);
        if (Kernel.ChangeOwner(target, plan.UserId, plan.GroupId) < 0)
            throw new Fault($"Failed to change owner for {target}: {IoText.Last}", $"ChangeFileOwner(\"{target}\")");
    }

    private static void Create(string folder)
    {
        try
        {
            _ = Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new Fault($"Failed to create directory {folder}: {IoText.Of(exception is UnauthorizedAccessException ? 13 : 20)}", $"CreateDir(\"{folder}\")");
        }
    }

    private static void Copy(string source, string target)
    {
        var mode = (int)File.GetUnixFileMode(source) & UserSettableMode;
        var opened = Kernel.Open(target, WriteCreateNoFollow, mode);
        if (opened < 0) throw new Fault($"Failed to open {target}: {IoText.Last}", $"OpenCopy(\"{target}\")");
        if (LinkCount.Of(opened) > 1) throw new Fault($"Detected hard link at: {target}", $"HardLinkDetected(\"{target}\")");

        const int SendFile = 40;
        var from = Kernel.Open(source, 0);
        var left = new FileInfo(source).Length;
        while (left > 0 && from >= 0)
        {
            var moved = Kernel.Call(SendFile, (nint)opened, (nint)from, 0, (nint)left);
            if (moved <= 0) throw new Fault($"Failed to copy {source} to {target}: {IoText.Last}", $"Copy(\"{source}\", \"{target}\")");
            left -= moved;
        }
        Kernel.Close(from);
        Kernel.Close(opened);
    }
}
