using System.Text;
using System.Text.Json;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary><c>lobsterd cp</c> into a real guest and out of it.</summary>
public sealed class CopyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task files_go_into_a_guest_and_come_back_as_they_were()
    {
        using var scratch = new ScratchFolder();
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu);
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        var big = Enumerable.Range(0, 3_000_000).Select(position => (byte)((position * 31) >> 3)).ToArray();
        _ = Directory.CreateDirectory(scratch["site/css"]);
        await File.WriteAllBytesAsync(scratch["site/big"], big, Stop);
        await File.WriteAllTextAsync(scratch["site/css/run me.sh"], "#!/bin/sh\n", Stop);
        File.SetUnixFileMode(scratch["site/css/run me.sh"], (UnixFileMode)0x1E8);

        _ = await SucceedAsync(stand, "cp", scratch["site"], "alice:/root");
        var listing = await stand.Reef.ExecAsync("alice", ["/bin/sh", "-c", "cd /root/site && stat -c '%a %s %n' big 'css/run me.sh'"], Stop);
        Assert.Equal("644 3000000 big\n750 10 css/run me.sh\n", Encoding.UTF8.GetString(listing.Output));

        using var report = JsonDocument.Parse(await SucceedAsync(stand, "cp", "--json", "alice:/root/site", scratch["back"]));
        Assert.Equal((2, 2), (report.RootElement.GetProperty("files").GetInt32(), report.RootElement.GetProperty("folders").GetInt32()));
        Assert.Equal(big, await File.ReadAllBytesAsync(scratch["back/big"], Stop));
        Assert.Equal((UnixFileMode)0x1E8, File.GetUnixFileMode(scratch["back/css/run me.sh"]));

        Assert.Equal("alice\n", await SucceedAsync(stand, "cp", "alice:/etc/hostname", "-"));
    }

    [Fact]
    public async Task what_a_guest_made_to_lead_elsewhere_is_left_out_and_told()
    {
        using var scratch = new ScratchFolder();
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu);
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        var made = await stand.Reef.ExecAsync("alice", ["/bin/sh", "-c", "mkdir /root/t && cd /root/t && ln -s /etc out && mkfifo pipe && mknod dev c 1 3 && echo ok > file && chmod 4755 file"], Stop);
        Assert.Equal(0, made.Code);

        var copied = await stand.CliAsync(["cp", "alice:/root/t", scratch.Path], Stop);

        Assert.Equal(1, copied.Status.Code);
        foreach (var told in new[] { "out (a symbolic link)", "pipe (a named pipe)", "dev (a device)" }) Assert.Contains(told, copied.Errors, StringComparison.Ordinal);
        Assert.Equal([scratch["t/file"]], Directory.EnumerateFileSystemEntries(scratch["t"]));
        Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode(scratch["t/file"]));

        var missing = await stand.CliAsync(["cp", "alice:/nowhere", scratch.Path], Stop);
        Assert.Contains("/nowhere is not there", missing.Errors, StringComparison.Ordinal);
        Assert.Equal(3, (await stand.CliAsync(["cp", "nobody:/etc/hostname", scratch.Path], Stop)).Status.Code);
        Assert.Equal(5, (await stand.CliAsync(["cp", "--max", "1B", "alice:/root/t/file", scratch["small"]], Stop)).Status.Code);
        Assert.False(Path.Exists(scratch["small"]));
    }

    private static async Task<string> SucceedAsync(ServiceStand stand, params string[] arguments)
    {
        var result = await stand.CliAsync(arguments, Stop);
        Assert.True(result.Status.IsSuccess, $"lobsterd {string.Join(' ', arguments)}: {result.Status}: {result.Errors}");
        return result.Output;
    }
}
