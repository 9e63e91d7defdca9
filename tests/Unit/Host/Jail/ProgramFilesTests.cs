using Lobsterd.Host.Jail;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Jail;

public sealed class ProgramFilesTests
{
    [Fact]
    public void a_shell_needs_its_loader_and_libc()
    {
        var files = ProgramFiles.Of("/bin/sh", [], LibraryFolders.Find()).Value;

        Assert.Equal("/lib64/ld-linux-x86-64.so.2", files.Interpreter);
        Assert.Equal(["libc.so.6"], files.Libraries.Keys);
        Assert.True(File.Exists(files.Libraries["libc.so.6"]));
    }

    [Fact]
    public void a_library_that_is_not_installed_is_named()
    {
        var error = ProgramFiles.Of("/bin/sh", [], ["/nowhere"]).Error;

        Assert.Equal(VmJailErrors.LibraryMissing, error.Code);
        Assert.Contains("libc.so.6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void the_libraries_of_a_module_count_too()
    {
        var runtime = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libcoreclr.so");

        Assert.Contains("libstdc++.so.6", ProgramFiles.Of("/bin/sh", [runtime], LibraryFolders.Find()).Value.Libraries.Keys);
    }
}
