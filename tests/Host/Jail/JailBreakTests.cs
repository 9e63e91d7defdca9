using Lobsterd.Host.Hypervisors.Qemu;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Jail;

/// <summary>A VMM that was broken into, in QEMU's own jail: what it sees is printed, and whatever it tries is refused.</summary>
public sealed class JailBreakTests(ITestOutputHelper output) : IAsyncDisposable
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(60);

    // What a VMM can do with what is its own. Its TAP goes with its slot, whether the VMM would keep it or not; and a reader's lock on an image is
    // why QEMU is told to ask for none.
    private static readonly string[] Own = ["own-tap-kept", "own-image-locked"];

    // What a jailer's jail has besides: a root that is the VMM's to write, devices that Firecracker opens itself, the host's network, in which interfaces
    // and sockets without a path are seen (and, without a wall as here, loopback), and user namespaces. Firecracker's own filter of system calls is what keeps it from these.
    private static readonly string[] JailersOwn =
    [
        "open-tun", "open-kvm", "write-somewhere", "tcp-to-loopback", "unix-abstract", "see-other-tap", "new-users", "new-users-with-mounts", "new-users-with-network",
    ];

    private readonly JailHouse house = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task nothing_succeeds_but_with_what_is_its_own()
    {
        using var probe = await JailProbe.StartAsync(house);
        using var neighbour = await house.StartAsync(house.Input("exec busybox sleep 1000") with { Place = house.Jail.PlaceOf(probe.Neighbour) });

        var exit = await house.RunAsync(probe.Input());

        var tries = TriesIn(house.Console.Split('\n'));
        output.WriteLine($"{tries.Count} tries: {tries.Count(tried => tried.Value != "ok")} refused, with what is its own {string.Join(", ", tries.Where(tried => tried.Value == "ok").Select(tried => tried.Key))}");
        output.WriteLine(house.Console);
        Assert.Equal(0, exit.ExitCode);
        Assert.Equal(Own, tries.Where(tried => tried.Value == "ok").Select(tried => tried.Key));
        Assert.False(neighbour.Process.HasExited);
        Assert.True((await house.Jail.RemoveAsync(probe.Neighbour, Token)).IsSuccess);
    }

    [Fact]
    public async Task in_a_jailers_jail_nothing_succeeds_but_what_is_known()
    {
        using var probe = await JailProbe.StartAsync(house);
        var started = await house.Jail.StartAsync(probe.JailerInput("stay"), Token);
        Assert.True(started.IsSuccess, started.IsFailure ? started.Error.FullMessage : "");
        using var process = started.Value;
        Assert.True(await Eventually.HoldsAsync(() => house.Console.Contains(JailProbe.End, StringComparison.Ordinal), Token, Ceiling));

        Assert.True((await house.Jail.RemoveAsync(house.Owner, Token)).IsSuccess);

        var done = TriesIn(house.Console.Split('\n')).Where(tried => tried.Value == "ok").Select(tried => tried.Key).ToList();
        output.WriteLine($"beside QEMU's jail: {string.Join(", ", done.Except(Own))}");
        output.WriteLine(house.Console);
        Assert.Contains("see own-tap attached", house.Console, StringComparison.Ordinal);
        Assert.Empty(done.Except(Own).Except(JailersOwn));
        Assert.Equal(0, Running());
    }

    [Fact]
    public async Task without_a_jail_the_same_probe_reaches_its_targets()
    {
        using var probe = await JailProbe.StartAsync(house);

        var tries = TriesIn(await probe.RunFreeAsync(Token));

        Assert.True(tries.Count > 25);
        Assert.Empty(tries.Where(tried => tried.Value != "ok").Select(tried => $"{tried.Key} {tried.Value}"));
    }

    [Fact]
    public async Task what_it_leaves_running_ends_with_its_eviction()
    {
        using var probe = await JailProbe.StartAsync(house);
        using var process = await house.StartAsync(probe.Input("stay"));
        Assert.True(await Eventually.HoldsAsync(() => house.Console.Contains(JailProbe.End, StringComparison.Ordinal), Token, Ceiling));
        Assert.True(await Eventually.HoldsAsync(() => Running() > 10, Token));

        Assert.True((await house.Jail.RemoveAsync(house.Owner, Token)).IsSuccess);

        Assert.Equal(0, Running());
        Assert.Empty(house.Cgroups.List());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task its_lock_on_the_image_keeps_another_vmm_from_starting_only_where_that_one_asks_for_locks(bool asks)
    {
        using var probe = await JailProbe.StartAsync(house);
        using var locker = await house.StartAsync(probe.Input("hold"));
        Assert.True(await Eventually.HoldsAsync(() => house.Console.Contains(JailProbe.End, StringComparison.Ordinal), Token, Ceiling));
        var disk = QemuCommandLine.Disk("image", QemuDescriptors.Image, set: 1, "read-only=on", asks ? "auto" : QemuCommandLine.Unlocked);
        var arguments = (string[])
        [
            "-M", "pc", "-accel", "tcg", "-nodefaults", "-no-user-config", "-display", "none", .. disk, "-device", "virtio-blk-pci,drive=image",
            "-chardev", "stdio,id=console,signal=off", "-device", "isa-debugcon,chardev=console,iobase=0x402",
        ];

        // It is up when its firmware speaks.
        using var other = await house.StartAsync(probe.NeighboursQemu(arguments));
        var console = Path.Combine(house.Paths.VmOf(probe.Neighbour.Name), JailFiles.Console);
        Assert.True(await Eventually.HoldsAsync(
            () => other.Exit.IsCompleted || (File.Exists(console) && File.ReadAllText(console).Contains("SeaBIOS", StringComparison.Ordinal)), Token, Ceiling));

        Assert.Equal(asks, other.Exit.IsCompleted);
        if (asks) Assert.Contains("lock", (await other.Exit).LastWords, StringComparison.Ordinal);
        Assert.True((await house.Jail.RemoveAsync(probe.Neighbour, Token)).IsSuccess);
    }

    private static List<KeyValuePair<string, string>> TriesIn(IEnumerable<string> lines) =>
        [.. lines.Where(line => line.StartsWith("try ", StringComparison.Ordinal)).Select(line => line.Split(' ')).Select(words => new KeyValuePair<string, string>(words[1], words[2]))];

    private int Running() => ProcessTable.Pids().Count(pid => ProcessTable.RunsAs(pid, house.UserId));
}
