using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Logs;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Logs;
using Lobsterd.Linux.Jails;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Logs;

public sealed class VmLogFilesTests : IDisposable
{
    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    private readonly ScratchFolder scratch = new();
    private readonly VmLogFiles logs;
    private readonly string console;

    public VmLogFilesTests()
    {
        var paths = new LobsterdPaths(scratch.Path);
        logs = new VmLogFiles(paths);
        _ = Directory.CreateDirectory(paths.VmOf(Alice));
        console = Path.Combine(paths.VmOf(Alice), JailFiles.Console);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task the_last_lines_come_in_their_order_and_a_missing_log_has_none()
    {
        await File.WriteAllTextAsync(console, "one\r\ntwo\nthree\nhalf", Token);

        Assert.Equal(["two", "three", "half"], await logs.ReadAsync(Alice, VmLog.Console, 2, follow: false, Token).ToListAsync(Token));
        Assert.Empty(await logs.ReadAsync(Alice, VmLog.Vmm, 10, follow: false, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task a_follower_sees_what_comes_through_a_log_that_begins_anew()
    {
        await File.WriteAllTextAsync(console, "old\n", Token);
        await using var lines = logs.ReadAsync(Alice, VmLog.Console, 10, follow: true, Token).GetAsyncEnumerator(Token);
        Assert.Equal("old", await NextAsync(lines));

        await File.AppendAllTextAsync(console, "fresh\n", Token);
        Assert.Equal("fresh", await NextAsync(lines));

        await File.WriteAllTextAsync(console + ".half", new string('x', (JailFiles.LongestLog / 2) - 1) + "\nbehind\n", Token);
        File.Move(console + ".half", console, overwrite: true);
        Assert.Equal("behind", await NextAsync(lines));
    }

    [Fact]
    public async Task a_line_without_an_end_is_cut()
    {
        await File.WriteAllTextAsync(console, new string('x', 100_000) + "\nnext\n", Token);

        var lines = await logs.ReadAsync(Alice, VmLog.Console, 10, follow: false, Token).ToListAsync(Token);

        Assert.Equal([8 << 10, 4], lines.Select(line => line.Length));
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<string> lines)
    {
        Assert.True(await lines.MoveNextAsync().AsTask().WaitAsync(Eventually.Ceiling, Token));
        return lines.Current;
    }
}
