using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Linux.Files;
using Lobsterd.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Qemu.Memory;

/// <summary>How long a saved memory stays when no VM maps it.</summary>
public sealed class SealedRamsTests : IDisposable
{
    private const int MemoryBytes = 1 << 20;

    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    private readonly ScratchFolder scratch = new();
    private readonly FakeTimeProvider clock = new();
    private readonly SealedRams rams;

    public SealedRamsTests() => rams = new SealedRams(clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task that_of_a_template_rests_and_the_next_vm_need_not_read_it()
    {
        var file = Write("template", 1);
        var first = await TakeAsync(file, mayRest: true);
        Assert.Equal(0, rams.Bytes);
        first.Dispose();
        Assert.Equal(RamCopy.PageBytes, rams.Bytes);

        clock.Advance(Rest / 2);
        using (var second = await TakeAsync(file, mayRest: true))
        {
            Assert.Equal(first.Identity, second.Identity);
            Assert.Equal(0, rams.Bytes);

            // Its first rest has ended with its use.
            clock.Advance(Rest);
            Assert.Equal(1, rams.Count);
        }

        clock.Advance(Rest);
        Assert.Equal(0, rams.Count);
    }

    [Fact]
    public async Task what_was_a_tenants_goes_with_its_last_vm()
    {
        var file = Write("copy", 1);
        var (one, other) = (await TakeAsync(file, mayRest: false), await TakeAsync(file, mayRest: false));

        one.Dispose();
        Assert.Equal(1, rams.Count);
        other.Dispose();

        Assert.Equal(0, rams.Count);
    }

    [Fact]
    public async Task what_rests_is_given_back_at_once_and_what_is_mapped_is_not()
    {
        (await TakeAsync(Write("idle", 1), mayRest: true)).Dispose();
        using var used = await TakeAsync(Write("used", 2), mayRest: true);

        rams.GiveBack();

        Assert.Equal((1, 0), (rams.Count, rams.Bytes));
        clock.Advance(Rest);
        Assert.Equal(1, rams.Count);
    }

    [Fact]
    public async Task two_may_rest_and_the_one_that_rests_longest_goes_first()
    {
        var files = Enumerable.Range(1, 3).Select(content => Write($"template-{content}", (byte)content)).ToList();
        var identities = new List<FileIdentity>();
        foreach (var file in files)
        {
            var ram = await TakeAsync(file, mayRest: true);
            identities.Add(ram.Identity);
            ram.Dispose();
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, rams.Count);
        using var last = await TakeAsync(files[2], mayRest: true);
        using var middle = await TakeAsync(files[1], mayRest: true);
        using var first = await TakeAsync(files[0], mayRest: true);
        Assert.Equal((identities[2], identities[1]), (last.Identity, middle.Identity));
        Assert.NotEqual(identities[0], first.Identity);
    }

    public void Dispose()
    {
        rams.Dispose();
        scratch.Dispose();
    }

    // One page that is not zero, so that it takes some of the host's memory.
    private (string Path, SavedMemory Saved) Write(string name, byte content)
    {
        var memory = new byte[MemoryBytes];
        memory.AsSpan(0, RamCopy.PageBytes).Fill(content);
        File.WriteAllBytes(scratch[name], memory);
        var sum = default(RamSum);
        sum.Add(0, memory.AsSpan(0, RamCopy.PageBytes));
        return (scratch[name], new SavedMemory(MemoryBytes, sum.Value));
    }

    private async Task<SealedRam> TakeAsync((string Path, SavedMemory Saved) file, bool mayRest) =>
        (await rams.TakeAsync(file.Path, file.Saved, mayRest, Token)).Value;
}
