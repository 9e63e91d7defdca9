using Lobsterd.Domain.Registry;
using Lobsterd.Engine.Registry;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Registry;

public sealed class RegistryBookTests
{
    private const int Slots = 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_change_is_seen_only_when_it_is_durable()
    {
        var file = new MemoryRegistryFile();
        await using var book = RegistryBook.Open(file).Value;
        file.MayWrite.Reset();

        var change = book.ChangeAsync(registry => RegistryEdits.Reserve(registry, Tenants.Named("alice"), Slots), Token);

        Assert.Empty(book.Current.Tenants);
        file.MayWrite.Set();
        _ = (await change).Value;
        _ = Assert.Single(book.Current.Tenants);
        Assert.Same(file.Saved[^1], book.Current);
    }

    [Fact]
    public async Task changes_that_wait_share_one_write_and_none_is_lost()
    {
        var file = new MemoryRegistryFile();
        await using var book = RegistryBook.Open(file).Value;
        file.MayWrite.Reset();

        var changes = Enumerable.Range(0, 500)
            .Select(number => book.ChangeAsync(registry => RegistryEdits.Reserve(registry, Tenants.Named($"t{number}"), Slots), Token))
            .ToList();
        file.MayWrite.Set();
        var slots = (await Task.WhenAll(changes)).Select(result => result.Value).ToList();

        Assert.Equal(500, slots.Distinct().Count());
        Assert.Equal(500, book.Current.Tenants.Count);
        Assert.InRange(file.Saved.Count, 1, 50);
    }

    [Fact]
    public async Task a_refused_write_fails_every_change_in_it_and_leaves_the_registry_as_it_was()
    {
        var file = new MemoryRegistryFile();
        await using var book = RegistryBook.Open(file).Value;
        _ = await book.ChangeAsync(registry => RegistryEdits.Reserve(registry, Tenants.Named("alice"), Slots), Token);
        var before = book.Current;
        file.Refuses = true;

        var error = (await book.ChangeAsync(registry => RegistryEdits.Reserve(registry, Tenants.Named("bob"), Slots), Token)).Error;

        Assert.Equal(RegistryErrors.WriteFailed, error.Code);
        Assert.Same(before, book.Current);
        file.Refuses = false;
        _ = (await book.ChangeAsync(registry => RegistryEdits.Reserve(registry, Tenants.Named("carol"), Slots), Token)).Value;
        Assert.Equal(["alice", "carol"], book.Current.Tenants.Keys.Select(name => name.Value));
    }

    [Fact]
    public async Task a_change_that_changes_nothing_writes_nothing()
    {
        var file = new MemoryRegistryFile();
        await using var book = RegistryBook.Open(file).Value;
        var alice = Tenants.Named("alice");

        _ = (await book.ChangeAsync(registry => RegistryEdits.Reserve(registry, alice, Slots), Token)).Value;
        _ = (await book.ChangeAsync(registry => RegistryEdits.Reserve(registry, alice, Slots), Token)).Value;

        _ = Assert.Single(file.Saved);
    }

    [Fact]
    public async Task disposing_writes_what_waits_and_gives_the_file_back()
    {
        var file = new MemoryRegistryFile();
        var book = RegistryBook.Open(file).Value;
        file.MayWrite.Reset();
        var change = book.ChangeAsync(registry => RegistryEdits.Reserve(registry, Tenants.Named("alice"), Slots), Token);

        file.MayWrite.Set();
        await book.DisposeAsync();

        _ = (await change).Value;
        Assert.True(file.IsDisposed);
    }
}
