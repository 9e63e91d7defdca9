using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>The disk in a snap, looked at by the file system's own tools.</summary>
internal static class SnapDisk
{
    private static readonly ProgramRunner Runner = new(TimeProvider.System);

    /// <summary>Where it lies.</summary>
    internal static string Of(ServiceStand stand, SnapBody snap) => Path.Combine(stand.Paths.Snaps, snap.TenantId.ToString("D"), snap.Id, "disk.ext4");

    /// <summary>Fails unless its file system is whole.</summary>
    internal static async Task CheckAsync(string disk) => _ = await RunAsync("/sbin/e2fsck", "-fn", disk);

    /// <summary>The content of a file that its tenant has written.</summary>
    /// <param name="disk">Where the disk lies.</param>
    /// <param name="path">The file, as the guest sees it.</param>
    internal static Task<string> ReadAsync(string disk, string path) => RunAsync("/sbin/debugfs", "-R", $"cat /upper{path}", disk);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var input = new ProgramInput { Program = program, Arguments = arguments, Timeout = TimeSpan.FromSeconds(60), MaxOutputBytes = 4 << 20 };
        var run = await Runner.RunToSuccessAsync(input, TestContext.Current.CancellationToken);
        Assert.True(run.IsSuccess, run.IsFailure ? run.Error.FullMessage : "");
        return run.Value.Output;
    }
}
