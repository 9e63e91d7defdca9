using Lobsterd.Domain.Edge;
using Lobsterd.Edge.Table;
using Lobsterd.Protocol.Edge;
using Xunit;

namespace Lobsterd.Tests.Unit.Edge.Table;

public sealed class TableFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lobsterd-edge-").FullName;

    private string Table => Path.Combine(folder, "table");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task what_was_appended_is_there_again()
    {
        await using (var file = Open())
        {
            Assert.Equal(StoredTable.Empty, file.Load().Value);
            Assert.True((await file.RewriteAsync(StoredTable.Empty)).IsSuccess);
            Assert.True(file.Append(Put("alice", 1)).IsSuccess);
            Assert.True(file.Append(Put("bob", 2)).IsSuccess);
            Assert.True(file.Append(new TableLine.Drop("alice", 3)).IsSuccess);
            Assert.True(file.IsSaved);
        }

        await using var again = Open();
        var read = again.Load().Value;
        Assert.Equal(3, read.Version);
        Assert.Equal(["bob"], read.Routes.Select(route => route.Tenant.Value));
    }

    [Fact]
    public async Task one_edge_at_a_time_has_the_folder()
    {
        await using var file = Open();

        Assert.Equal(EdgeErrors.Held, TableFile.Open(folder).Error.Code);
    }

    [Fact]
    public async Task changes_made_while_the_file_is_shortened_are_in_the_short_one()
    {
        await using (var file = Open())
        {
            _ = await file.RewriteAsync(StoredTable.Empty);
            for (var version = 1; version <= 5_000; version++)
            {
                Assert.True(file.Append(Put("alice", version)).IsSuccess);
                var now = version;
                file.CompactIfLong(1, () => new StoredTable(now, [EdgeRoutes.Plan("alice")]));
            }
        }

        // How much shorter is the disk's to say: what counts is that it was shortened meanwhile.
        Assert.InRange((await File.ReadAllLinesAsync(Table, TestContext.Current.CancellationToken)).Length, 2, 4_999);
        await using var again = Open();
        Assert.Equal(5_000, again.Load().Value.Version);
    }

    [Fact]
    public async Task a_damaged_file_is_put_aside_and_told()
    {
        await File.WriteAllTextAsync(Table, "no table\n", TestContext.Current.CancellationToken);
        await using var file = Open();

        Assert.True(file.Load().IsFailure);
        Assert.False(File.Exists(Table));
        Assert.True(File.Exists(Table + ".damaged"));
    }

    [Fact]
    public async Task an_abandoned_file_is_gone_until_it_is_rewritten()
    {
        await using var file = Open();
        _ = await file.RewriteAsync(StoredTable.Empty);

        await file.AbandonAsync();

        Assert.False(file.IsSaved);
        Assert.False(File.Exists(Table));
        Assert.Equal(EdgeErrors.TableUnsaved, file.Append(Put("alice", 1)).Error.Code);
        Assert.True((await file.RewriteAsync(new StoredTable(1, [EdgeRoutes.Plan("alice")]))).IsSuccess);
        Assert.True(file.IsSaved);
    }

    private TableFile Open() => TableFile.Open(folder).Value;

    private static TableLine.Put Put(string tenant, long version) => new(EdgeTableEntry.Of(EdgeRoutes.Plan(tenant)), version);
}
