using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Namespaces;
using Xunit;

namespace Lobsterd.Tests.Host.Jail;

/// <summary>What a program sees from inside of its jail.</summary>
public sealed class JailedProbeTests : IAsyncDisposable
{
    private readonly JailHouse house = new();

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task it_sees_the_files_of_its_plan_and_no_other()
    {
        var seen = await house.PrintedAsync("busybox find / -xdev ! -path '/proc/*' | busybox sort");

        Assert.Equal(["/", "/bin", "/bin/busybox", "/dev", "/dev/null", "/dev/urandom", "/proc"], Lines(seen));
    }

    [Fact]
    public async Task it_cannot_write_anywhere()
    {
        var seen = await house.PrintedAsync("for f in /x /bin/x /dev/x /bin/busybox; do (echo x > $f) 2>/dev/null && echo wrote $f; done; echo x > /dev/null && echo null");

        Assert.Equal(["null"], Lines(seen));
    }

    [Fact]
    public async Task it_has_its_own_user_and_no_privilege()
    {
        var status = Fields(await house.PrintedAsync("busybox cat /proc/self/status"));

        Assert.Equal(string.Join('\t', Enumerable.Repeat(house.UserId, 4)), status["Uid"]);
        Assert.Equal(string.Join('\t', Enumerable.Repeat(house.UserId, 4)), status["Gid"]);
        Assert.Equal("", status["Groups"].Trim());
        Assert.Equal("1", status["NoNewPrivs"]);
        Assert.All(["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"], set => Assert.Equal("0000000000000000", status[set]));
    }

    [Fact]
    public async Task it_is_pid_1_and_sees_no_process_but_its_own()
    {
        var seen = Lines(await house.PrintedAsync("echo pid $$; for p in /proc/[0-9]*; do busybox cat $p/comm; done 2>/dev/null | busybox sort -u; echo; busybox ls /proc | busybox grep -v '^[0-9]'"));

        Assert.Equal("pid 1", seen[0]);
        Assert.All(seen[1..^2], name => Assert.Contains(name, (string[])["sh", "busybox", "cat", "sort"]));
        Assert.Equal(["self", "thread-self"], seen[^2..]);
    }

    [Fact]
    public async Task it_cannot_see_or_signal_its_launcher_or_the_service()
    {
        var service = Environment.ProcessId;

        var seen = await house.PrintedAsync($"busybox ls -d /proc/{service} /proc/1 2>/dev/null; kill -0 {service} 2>/dev/null && echo reached; echo end");

        Assert.Equal(["end"], Lines(seen));
    }

    [Fact]
    public async Task it_has_the_descriptors_that_it_was_handed_and_no_other()
    {
        using var memory = Memfd.Create("ram").Value;
        using var disk = Memfd.Create("disk").Value;
        var input = house.Input("for f in /proc/self/fd/*; do echo ${f##*/} $(busybox readlink $f); done");

        _ = await house.RunAsync(input with { Descriptors = [new(12, memory), new(15, disk)] });

        var seen = Lines(house.Console).Where(line => line.Contains(' ', StringComparison.Ordinal)).ToDictionary(line => line.Split(' ')[0], line => line.Split(' ', 2)[1]);
        Assert.Equal(["0", "1", "12", "15", "2"], seen.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("/dev/null", seen["0"]);
        Assert.Equal("/memfd:ram (deleted)", seen["12"]);
    }

    [Fact]
    public async Task it_can_open_a_descriptor_of_its_own_by_its_path()
    {
        using var memory = Memfd.Create("ram").Value;
        Assert.True(memory.Write("template"u8).IsSuccess);
        var input = house.Input("printf T 1<>/proc/self/fd/12; busybox cat /proc/self/fd/12");

        _ = await house.RunAsync(input with { Descriptors = [new(12, memory)] });

        Assert.Equal("Template", house.Console);
    }

    [Fact]
    public async Task it_shares_no_namespace_with_the_host()
    {
        using var process = await house.StartAsync(house.Input("busybox sleep 1000"));

        Assert.All(["mnt", "pid", "net", "ipc", "uts", "cgroup"], kind => Assert.NotEqual(
            ThreadNamespaces.IdentityOf(Environment.ProcessId, kind), ThreadNamespaces.IdentityOf(process.Process.Pid, kind)));
    }

    [Fact]
    public async Task its_mounts_are_not_seen_outside()
    {
        using var process = await house.StartAsync(house.Input("busybox sleep 1000"));

        Assert.DoesNotContain(house.Paths.Root, await File.ReadAllTextAsync("/proc/self/mountinfo", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(house.Paths.Jails));
    }

    [Fact]
    public async Task it_finds_no_interface_but_a_dead_loopback()
    {
        Assert.Equal(["lo"], Lines(await house.PrintedAsync("busybox ip -o link | busybox cut -d: -f2 | busybox tr -d ' '")));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static Dictionary<string, string> Fields(string status) =>
        Lines(status).Select(line => line.Split(":\t", 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
}
