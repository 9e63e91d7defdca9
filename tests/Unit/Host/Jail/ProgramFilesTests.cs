using Lobsterd.Host.Jail;
using Lobsterd.Linux.Processes;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Jail;

public sealed class ProgramFilesTests
{
    private const string Qemu = "/usr/bin/qemu-system-x86_64";

    [Fact]
    public void a_shell_needs_its_loader_and_libc()
    {
        var files = ProgramFiles.Of("/bin/sh", [], LibraryFolders.Find()).Value;

        Assert.Equal("/lib64/ld-linux-x86-64.so.2", files.Interpreter);
        Assert.Equal(["libc.so.6"], files.Libraries.Keys);
        Assert.True(File.Exists(files.Libraries["libc.so.6"]));
    }

    [Fact]
    public async Task qemu_needs_what_the_loader_itself_says()
    {
        Assert.SkipUnless(File.Exists(Qemu), "needs QEMU");
        var listed = (await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(
            new ProgramInput { Program = "/lib64/ld-linux-x86-64.so.2", Arguments = ["--list", Qemu], Timeout = TimeSpan.FromSeconds(20) },
            TestContext.Current.CancellationToken)).Value.Output;
        var expected = listed.Split('\n').Where(line => line.Contains("=>", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0]).Order(StringComparer.Ordinal);

        Assert.Equal(expected, ProgramFiles.Of(Qemu, [], LibraryFolders.Find()).Value.Libraries.Keys);
    }

    [Fact]
    public void a_library_that_is_not_installed_is_named()
    {
        var error = ProgramFiles.Of("/bin/sh", [], ["/nowhere"]).Error;

        Assert.Equal(VmJailErrors.LibraryMissing, error.Code);
        Assert.Contains("libc.so.6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void the_libraries_of_a_module_count_too() =>
        Assert.Contains("libc.so.6", ProgramFiles.Of("/bin/busybox", ["/bin/sh"], LibraryFolders.Find()).Value.Libraries.Keys);
}
