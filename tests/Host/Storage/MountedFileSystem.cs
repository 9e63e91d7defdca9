using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Storage;

/// <summary>A file system in a file of its own, mounted on a loop device that the kernel frees with the mount. Tests run in a mount namespace that
/// ends with them, so a killed test leaves neither.</summary>
internal sealed class MountedFileSystem : IAsyncDisposable
{
    public const long SizeBytes = 320L << 20;

    private MountedFileSystem(string path) => Path = path;

    public string Path { get; }

    public static async Task<MountedFileSystem> MakeAsync(ScratchFolder scratch, string kind)
    {
        var path = Directory.CreateDirectory(scratch["m"]).FullName;
        if (kind == "tmpfs")
        {
            await RunAsync("/bin/mount", "-t", "tmpfs", "tmpfs", path);
            return new MountedFileSystem(path);
        }

        await using (var file = File.Create(scratch["disk"])) file.SetLength(SizeBytes);
        await RunAsync($"/sbin/mkfs.{kind}", "-q", scratch["disk"]);
        await RunAsync("/bin/mount", "-o", "loop", scratch["disk"], path);
        return new MountedFileSystem(path);
    }

    public async ValueTask DisposeAsync() => await RunAsync("/bin/umount", "--lazy", Path);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var input = new ProgramInput { Program = program, Arguments = arguments, Timeout = TimeSpan.FromSeconds(60) };
        var run = await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(input, CancellationToken.None);
        Assert.True(run.IsSuccess, run.IsFailure ? run.Error.FullMessage : "");
    }
}
