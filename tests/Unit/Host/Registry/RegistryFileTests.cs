using System.Threading.Channels;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Registry;
using Lobsterd.Engine.Registry;
using Lobsterd.Host.Registry;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Engine.Registry;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Registry;

public sealed class RegistryFileTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly LobsterdPaths paths;

    public RegistryFileTests()
    {
        paths = new LobsterdPaths(scratch.Path);
        _ = Directory.CreateDirectory(paths.Etc);
    }

    private string Backup => paths.Registry + ".bak";

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void a_fresh_root_has_an_empty_registry()
    {
        using var file = Acquire();

        Assert.Equal(RegistrySnapshot.Empty, file.Load().Value);
    }

    [Fact]
    public void a_second_holder_is_refused_while_the_first_lives()
    {
        using (Acquire())
            Assert.Equal(RegistryErrors.Held, RegistryFile.Acquire(paths, NullLogger<RegistryFile>.Instance).Error.Code);

        using var again = Acquire();
        Assert.NotNull(again);
    }

    [Fact]
    public async Task what_another_writes_or_removes_is_told_and_what_we_write_is_not()
    {
        using var file = Acquire();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var told = Channel.CreateUnbounded<HealthCheck>();
        var hearing = file.HearAsync(check => told.Writer.TryWrite(check), stop.Token);
        Save(file, "alice");
        Save(file, "alice", "bob");
        File.AppendAllText(paths.Registry, "edited");

        Assert.Same(HealthChecks.Registry, await told.Reader.ReadAsync(stop.Token));
        Assert.False(told.Reader.TryRead(out _));
        File.Delete(paths.Registry);
        Assert.Same(HealthChecks.Registry, await told.Reader.ReadAsync(stop.Token));

        await stop.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hearing);
    }

    [Fact]
    public async Task a_registry_that_was_damaged_before_is_told_at_once()
    {
        using (var before = Acquire())
        {
            Save(before, "alice");
            Save(before, "alice", "bob");
        }

        File.WriteAllText(paths.Registry, "garbage");
        using var file = Acquire();
        Assert.True(file.Load().IsSuccess);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var told = Channel.CreateUnbounded<HealthCheck>();
        _ = file.HearAsync(check => told.Writer.TryWrite(check), stop.Token);

        Assert.Same(HealthChecks.Registry, await told.Reader.ReadAsync(stop.Token));
        await stop.CancelAsync();
    }

    [Fact]
    public void saving_keeps_the_generation_before()
    {
        using var file = Acquire();
        Save(file, "alice");
        Save(file, "alice", "bob");

        Assert.Equal(["alice", "bob"], Names(file));
        Assert.Contains("alice", File.ReadAllText(Backup), StringComparison.Ordinal);
        Assert.DoesNotContain("bob", File.ReadAllText(Backup), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(paths.Registry));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"schema\":1}")]
    public void a_damaged_generation_gives_way_to_the_one_before_and_is_set_aside_not_lost(string damage)
    {
        using var file = Acquire();
        Save(file, "alice");
        Save(file, "alice", "bob");
        File.WriteAllText(paths.Registry, damage);

        Assert.Equal(["alice"], Names(file));
        Assert.Equal(damage, File.ReadAllText(paths.Registry));
        Save(file, "alice", "carol");
        Assert.Equal(["alice", "carol"], Names(file));
        Assert.Equal(damage, File.ReadAllText(paths.Registry + ".damaged-1"));
    }

    [Fact]
    public void a_missing_generation_gives_way_to_the_one_before()
    {
        using var file = Acquire();
        Save(file, "alice");
        Save(file, "alice", "bob");
        File.Delete(paths.Registry);

        Assert.Equal(["alice"], Names(file));
    }

    [Fact]
    public void with_both_generations_damaged_it_refuses_says_what_to_do_and_touches_nothing()
    {
        using var file = Acquire();
        File.WriteAllText(paths.Registry, "torn");
        File.WriteAllText(Backup, "torn too");

        var error = file.Load().Error;

        Assert.Equal(RegistryErrors.Damaged, error.Code);
        Assert.Contains(Backup, error.Hint, StringComparison.Ordinal);
        Assert.Equal("torn", File.ReadAllText(paths.Registry));
        Assert.Equal("torn too", File.ReadAllText(Backup));
    }

    [Fact]
    public void a_newer_registry_is_never_replaced_by_an_older_generation()
    {
        using var file = Acquire();
        Save(file, "alice");
        Save(file, "alice", "bob");
        File.WriteAllText(paths.Registry, """{ "schema": 6 }""");

        Assert.Equal(RegistryErrors.FromTheFuture, file.Load().Error.Code);
    }

    [Fact]
    public void what_an_older_lobsterd_wrote_is_kept_as_it_was_however_often_this_one_writes()
    {
        var older = File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "tests", "Unit", "Host", "Registry", "files", "schema-1.json"));
        File.WriteAllBytes(paths.Registry, older);
        using var file = Acquire();
        Assert.True(file.Load().IsSuccess);
        Assert.False(File.Exists(paths.Registry + ".schema-1.bak"));

        Save(file, "alice");
        Save(file, "alice", "bob");

        Assert.Equal(older, File.ReadAllBytes(paths.Registry + ".schema-1.bak"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(paths.Registry + ".schema-1.bak"));
        Assert.Equal(["alice", "bob"], Names(file));
    }

    private RegistryFile Acquire() => RegistryFile.Acquire(paths, NullLogger<RegistryFile>.Instance).Value;

    private static void Save(RegistryFile file, params string[] names)
    {
        var snapshot = names.Aggregate(RegistrySnapshot.Empty, (before, name) => RegistryEdits.Reserve(before, Tenants.Named(name), 16).Value.Next);
        Assert.True(file.Save(snapshot).IsSuccess);
    }

    private static List<string> Names(RegistryFile file) => [.. file.Load().Value.Tenants.Keys.Select(name => name.Value)];
}
