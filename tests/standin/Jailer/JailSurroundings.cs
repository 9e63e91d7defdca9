using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>Network namespace, limits, cgroups: taken on by the jailer itself, in this order.</summary>
internal static class JailSurroundings
{
    private const int SetNamespace = 308;
    private const int NetworkNamespace = 0x4000_0000;
    private const int SetLimit = 160;
    private const int FileSizeLimit = 1;
    private const int OpenFilesLimit = 7;

    internal static void Enter(JailPlan plan)
    {
        if (plan.NetworkNamespace is { } path) Join(path);
        if (plan.FileSize is { } bytes) Limit(FileSizeLimit, bytes, "size of created files");
        Limit(OpenFilesLimit, plan.OpenFiles, "number of file descriptors");
        if (plan.Cgroups.Count > 0) CgroupTree.Build(plan);
    }

    private static void Join(string path)
    {
        var handle = Kernel.Open(path, 0);
        if (handle < 0) throw new Fault($"Failed to open file {path}: {IoText.Last}", $"FileOpen(\"{path}\")");
        if (Kernel.Call(SetNamespace, (nint)handle, NetworkNamespace) < 0)
            throw new Fault($"Failed to join network namespace: netns: {IoText.Last}", "SetNetNs");
        Kernel.Close(handle);
    }

    private static unsafe void Limit(int resource, ulong value, string words)
    {
        var limit = stackalloc ulong[2];
        (limit[0], limit[1]) = (value, value);
        if (Kernel.Call(SetLimit, resource, (nint)limit) < 0) throw new Fault($"Failed to set limit for resource: {words}", $"Setrlimit(\"{words}\")");
    }
}
