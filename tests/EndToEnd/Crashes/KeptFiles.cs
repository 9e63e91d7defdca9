using System.Security.Cryptography;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>What the files on a host's disk hold: a picture tells that they are there, and a power cut leaves some that are there and empty.</summary>
internal sealed class KeptFiles(ServiceStand stand)
{
    private const string Disk = ".ext4";

    /// <summary>Kernels and images with what they hold; equal texts, equal stores. Manifests of images, which tell when they were built, are left out.</summary>
    internal string Store() => string.Join('\n', Directory.EnumerateFiles(stand.Paths.Kernels, "*", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(stand.Paths.Images, "*.squashfs"))
        .Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetRelativePath(stand.Paths.State, file)} {HashOf(file)}"));

    /// <summary>Looks whether every tenant's disk, and every disk that such disks are copies of, holds a whole file system.</summary>
    internal async Task AssertDisksWholeAsync(string point)
    {
        foreach (var disk in Directory.EnumerateFiles(stand.Paths.State, "*" + Disk, SearchOption.AllDirectories))
        {
            var input = new ProgramInput { Program = "/sbin/e2fsck", Arguments = ["-f", "-n", disk], Timeout = TimeSpan.FromMinutes(1) };
            var checkedDisk = (await new ProgramRunner(TimeProvider.System).RunAsync(input, TestContext.Current.CancellationToken)).Require();
            Assert.True(checkedDisk.Status.IsSuccess, $"{point}: {disk}: {checkedDisk.Output}{checkedDisk.Errors}");
        }
    }

    private static string HashOf(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
