using Lobsterd.Linux.Processes;
using Lobsterd.Linux.UnixSockets;
using Xunit;

namespace Lobsterd.Tests.Host.Host.Hypervisors;

/// <summary>Things that may stand where a small file is expected.</summary>
public enum StrangeFile
{
    /// <summary>A pipe that nobody writes to: opening it waits for ever.</summary>
    Pipe,

    /// <summary>A device that never ends.</summary>
    EndlessDevice,

    /// <summary>A device that blocks until somebody types.</summary>
    Terminal,

    /// <summary>A block device.</summary>
    Disk,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A link to a file that would do.</summary>
    Link,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A file of 1 TiB that takes no room.</summary>
    Huge,
}

/// <summary>Makes them.</summary>
internal static class StrangeFiles
{
    private const long HugeBytes = 1L << 40;

    /// <summary>Puts one at a path.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="path">Nothing is there.</param>
    /// <param name="sound">A file that would do, for the link and the head of the huge one.</param>
    internal static Task PutAsync(StrangeFile kind, string path, string sound) => kind switch
    {
        StrangeFile.Pipe => RunAsync("/usr/bin/mkfifo", path),
        StrangeFile.EndlessDevice => RunAsync("/usr/bin/mknod", path, "c", "1", "5"),
        StrangeFile.Terminal => RunAsync("/usr/bin/mknod", path, "c", "5", "2"),
        StrangeFile.Disk => RunAsync("/usr/bin/mknod", path, "b", "7", "0"),
        _ => Task.Run(() => Put(kind, path, sound)),
    };

    private static void Put(StrangeFile kind, string path, string sound)
    {
        switch (kind)
        {
            case StrangeFile.Socket:
                UnixListener.Listen(path, backlog: 1).Value.Dispose();
                break;
            case StrangeFile.Link:
                _ = File.CreateSymbolicLink(path, sound);
                break;
            case StrangeFile.Folder:
                _ = Directory.CreateDirectory(path);
                break;
            default:
                File.Copy(sound, path);
                using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write)) RandomAccess.SetLength(file, HugeBytes);
                break;
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var input = new ProgramInput { Program = program, Arguments = arguments, Timeout = TimeSpan.FromSeconds(20) };
        Assert.True((await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(input, TestContext.Current.CancellationToken)).IsSuccess);
    }
}
