using Lobsterd.Guest.Gateway;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Gateway;

public sealed class RehearsalTests
{
    [Fact]
    public async Task it_comes_to_its_end_by_itself_and_writes_no_file()
    {
        var before = Directory.GetFileSystemEntries(Environment.CurrentDirectory);

        await Rehearsal.RunAsync(new FakeTimeProvider()).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(before, Directory.GetFileSystemEntries(Environment.CurrentDirectory));
    }
}
