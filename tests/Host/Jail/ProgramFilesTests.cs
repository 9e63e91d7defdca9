using Lobsterd.Host.Jail;
using Lobsterd.Linux.Processes;
using Xunit;

namespace Lobsterd.Tests.Host.Jail;

public sealed class ProgramFilesTests
{
    private const string Qemu = "/usr/bin/qemu-system-x86_64";

    [Fact]
    public async Task qemu_needs_what_the_loader_itself_says()
    {
        var listed = (await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(
            new ProgramInput { Program = "/lib64/ld-linux-x86-64.so.2", Arguments = ["--list", Qemu], Timeout = TimeSpan.FromSeconds(20) },
            TestContext.Current.CancellationToken)).Value.Output;
        var expected = listed.Split('\n').Where(line => line.Contains("=>", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0]).Order(StringComparer.Ordinal);

        Assert.Equal(expected, ProgramFiles.Of(Qemu, [], LibraryFolders.Find()).Value.Libraries.Keys);
    }

    [Fact]
    public void a_static_program_needs_only_what_its_modules_need()
    {
        Assert.Empty(ProgramFiles.Of("/bin/busybox", [], LibraryFolders.Find()).Value.Libraries);
        Assert.Contains("libc.so.6", ProgramFiles.Of("/bin/busybox", ["/bin/sh"], LibraryFolders.Find()).Value.Libraries.Keys);
    }
}
