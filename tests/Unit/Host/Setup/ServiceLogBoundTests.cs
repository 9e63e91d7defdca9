using Lobsterd.Domain.Layout;
using Lobsterd.Host.Setup;
using Lobsterd.Linux.Files;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Setup;

public sealed class ServiceLogBoundTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly LobsterdPaths paths;

    public ServiceLogBoundTests()
    {
        paths = new LobsterdPaths(scratch.Path);
        _ = Directory.CreateDirectory(paths.Logs);
    }

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void a_long_log_is_set_aside_and_whoever_has_it_open_goes_on_at_its_new_end()
    {
        using var output = AppendFile.OpenOrCreate(paths.ServiceLog, 0x180).Value;
        Assert.True(output.Append(new byte[ServiceLogBound.MostBytes]).IsSuccess);
        var bound = new ServiceLogBound(paths, Link(paths.ServiceLog));
        Assert.False(bound.Keep());
        Assert.True(output.Append("one more"u8).IsSuccess);

        Assert.True(bound.Keep());
        Assert.True(output.Append("new"u8).IsSuccess);

        Assert.Equal("new", File.ReadAllText(paths.ServiceLog));
        Assert.Equal(ServiceLogBound.MostBytes + 8, new FileInfo(paths.ServiceLog + ".1").Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(paths.ServiceLog + ".1"));
    }

    [Fact]
    public void a_log_that_goes_elsewhere_is_left_alone()
    {
        File.WriteAllBytes(scratch["mine"], new byte[ServiceLogBound.MostBytes + 1]);
        File.Copy(scratch["mine"], paths.ServiceLog);

        Assert.False(new ServiceLogBound(paths, Link(scratch["mine"])).Keep());
        Assert.False(new ServiceLogBound(paths, Link("socket:[1]")).Keep());
        Assert.Equal(ServiceLogBound.MostBytes + 1, new FileInfo(paths.ServiceLog).Length);
    }

    private string Link(string target)
    {
        var link = scratch["output"];
        File.Delete(link);
        return File.CreateSymbolicLink(link, target).FullName;
    }
}
