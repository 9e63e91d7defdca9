using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Sleep;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Saved states as files: found whole, or not at all.</summary>
public sealed class SleepStoreTests : IDisposable
{
    private static readonly VmOwner Alice = new(Guid.CreateVersion7(), TenantName.Parse("alice").Value, new Slot(0));

    private readonly LobsterdPaths paths = new(Directory.CreateTempSubdirectory("lobsterd-sleep-").FullName);
    private readonly SleepStore store;

    public SleepStoreTests()
    {
        store = new SleepStore(paths);
        _ = Directory.CreateDirectory(paths.TenantOf(Alice.Name));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(paths.Root, recursive: true);

    [Fact]
    public async Task a_sealed_state_is_found_and_is_what_was_saved()
    {
        await SealAsync();

        Assert.False(store.Find(Alice).Value.IsBegun);
        var files = (await store.CheckAsync(Alice, Stop)).Value;
        Assert.True(files.IsOwn);
        Assert.Equal(5 << 20, new FileInfo(files.MemoryPath).Length);
    }

    [Fact]
    public void an_unfinished_one_is_none()
    {
        _ = store.Begin(Alice).Value;

        Assert.Equal(SleepErrors.Missing, store.Find(Alice).Error.Code);
    }

    [Fact]
    public async Task a_begun_one_is_never_offered_again()
    {
        await SealAsync();

        Assert.True(store.MarkBegun(Alice).IsSuccess);
        Assert.True(store.MarkBegun(Alice).IsSuccess);

        Assert.True(store.Find(Alice).Value.IsBegun);
        Assert.Equal(SleepErrors.Begun, (await store.CheckAsync(Alice, Stop)).Error.Code);
    }

    [Theory]
    [InlineData("memory", 3 << 20)]
    [InlineData("memory", 4096)]
    [InlineData("state", 100)]
    public async Task a_changed_byte_is_noticed(string file, int offset)
    {
        await SealAsync();
        await using (var stream = new FileStream(Path.Combine(paths.SuspendedOf(Alice.Name), file), FileMode.Open, FileAccess.Write))
        {
            stream.Position = offset;
            stream.WriteByte(0x5A);
        }

        Assert.Equal(SleepErrors.Damaged, (await store.CheckAsync(Alice, Stop)).Error.Code);
    }

    [Fact]
    public async Task a_file_that_is_cut_off_is_noticed()
    {
        await SealAsync();
        await using (var stream = new FileStream(Path.Combine(paths.SuspendedOf(Alice.Name), "memory"), FileMode.Open, FileAccess.Write)) stream.SetLength(4 << 20);

        Assert.Equal(SleepErrors.Damaged, (await store.CheckAsync(Alice, Stop)).Error.Code);
    }

    [Fact]
    public async Task another_tenant_of_the_same_name_has_none()
    {
        await SealAsync();

        Assert.Equal(SleepErrors.Missing, store.Find(Alice with { Id = Guid.CreateVersion7() }).Error.Code);
    }

    [Fact]
    public async Task what_is_removed_leaves_nothing()
    {
        await SealAsync();

        Assert.True(store.Remove(Alice).IsSuccess);
        Assert.True(store.Remove(Alice).IsSuccess);

        Assert.Empty(Directory.EnumerateFileSystemEntries(paths.TenantOf(Alice.Name)));
    }

    private async Task SealAsync()
    {
        var files = store.Begin(Alice).Value;
        var memory = new byte[5 << 20];
        memory.AsSpan(2 << 20, 1 << 20).Fill(7);
        await File.WriteAllBytesAsync(files.MemoryPath, memory, Stop);
        await File.WriteAllBytesAsync(files.StatePath, new byte[5000], Stop);
        var draft = new SleepState
        {
            Tenant = Alice.Id,
            Hypervisor = HypervisorName.Qemu,
            Version = "7.2.22",
            Size = new VmSize(1, 64),
            Image = new string('a', 64),
            MadeAt = DateTimeOffset.UnixEpoch,
            Files = [],
        };
        Assert.True((await store.SealAsync(Alice, draft, Stop)).IsSuccess);
    }
}
