using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Jail;

public sealed class VmJailTests : IAsyncDisposable
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(20);

    private readonly JailHouse house = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Theory]
    [InlineData("exit 0", 0, null)]
    [InlineData("exit 3", 3, null)]
    public async Task an_exit_code_is_recorded(string script, int? code, int? signal) =>
        Assert.Equal(new VmExit(code, signal, ""), await house.RunAsync(script));

    [Fact]
    public async Task a_killing_signal_is_recorded_with_the_last_words()
    {
        using var process = await house.StartAsync(house.Input("echo dying >&2; busybox sleep 1000"));
        Assert.True(await Eventually.HoldsAsync(() => house.Words == "dying\n", Token));

        Assert.True(process.Process.Signal(Signals.Kill).IsSuccess);

        Assert.Equal(new VmExit(null, Signals.Kill, "dying"), await process.Exit.WaitAsync(Ceiling, Token));
        Assert.Equal(new VmExit(null, Signals.Kill, "dying"), house.Jail.ExitOf(house.Owner));
    }

    [Fact]
    public async Task all_limits_are_in_force_and_say_so()
    {
        using var process = await house.StartAsync(house.Input("busybox sleep 1000"));

        Assert.Equal(["cpu", "memory", "pids"], process.LimitsInForce);
    }

    [Fact]
    public async Task a_vmm_that_takes_too_much_memory_is_killed()
    {
        var exit = await house.RunAsync(house.Input("x=abcdefghijklmnop; while :; do x=$x$x; done") with { Limits = new CgroupLimits(MemoryBytes: 48 << 20, Pids: 40) });

        Assert.Equal(Signals.Kill, exit.Signal);
        Assert.Equal(1, house.Jail.UsageOf(house.Owner).OutOfMemoryKills);
    }

    [Fact]
    public async Task a_vmm_that_starts_too_many_processes_is_refused()
    {
        using var process = await house.StartAsync(house.Input("for n in 1 2 3 4 5 6 7 8 9 10 11 12; do busybox sleep 1000 & done; wait") with { Limits = new CgroupLimits(Pids: 12) });

        _ = await process.Exit.WaitAsync(Ceiling, Token);

        Assert.Contains("fork", house.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_vmm_that_burns_its_share_is_throttled()
    {
        using var process = await house.StartAsync(house.Input("while :; do :; done") with { Limits = new CgroupLimits(Cpus: 0.1) });

        Assert.True(await Eventually.HoldsAsync(() => house.Cgroups.Find("slot-7").Folders.Any(folder => CgroupFile.Number(folder, "cpu.stat", "nr_throttled") > 2), Token));
    }

    [Fact]
    public async Task a_vmm_cannot_write_a_file_beyond_its_limit()
    {
        using var disk = Lobsterd.Linux.Descriptors.Memfd.Create("disk").Value;

        var exit = await house.RunAsync(house.Input("exec busybox dd if=/dev/urandom of=/proc/self/fd/12 bs=1048576 count=4") with { Descriptors = [new(12, disk)] });

        Assert.Contains("File too large", exit.LastWords, StringComparison.Ordinal);
        Assert.Equal(1 << 20, FileStat.Of(disk).Value.SizeBytes);
    }

    [Fact]
    public async Task removing_ends_everything_at_once_and_is_repeatable()
    {
        using var process = await house.StartAsync(house.Input("for n in 1 2 3; do busybox sleep 1000 & done; wait"));

        Assert.True((await house.Jail.RemoveAsync(house.Owner, Token)).IsSuccess);
        Assert.True((await house.Jail.RemoveAsync(house.Owner, Token)).IsSuccess);

        Assert.True(process.Process.HasExited);
        Assert.Empty(house.Cgroups.List());
    }

    [Fact]
    public async Task a_console_at_full_speed_neither_stalls_the_vmm_nor_fills_the_disk()
    {
        Assert.Equal(0, (await house.RunAsync("busybox yes lobster | busybox head -c 20000000; echo last line")).ExitCode);

        Assert.EndsWith("last line\n", house.Console, StringComparison.Ordinal);
        Assert.InRange(house.Console.Length, JailFiles.LongestLog / 4, JailFiles.LongestLog);
        Assert.Equal([JailFiles.Exit, JailFiles.Console], Directory.GetFiles(house.RunFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task a_vmm_is_found_again_by_its_owner()
    {
        using var started = await house.StartAsync(house.Input("echo up; busybox sleep 1000"));
        var program = FileStat.OfTarget("/bin/busybox").Value.Identity;

        using var found = house.Jail.Find(house.Owner, started.Process.Pid, started.StartTicks, program).Value;

        Assert.Equal(started.LimitsInForce, found.LimitsInForce);
        Assert.True(found.Process.Signal(Signals.Kill).IsSuccess);
        Assert.Equal(Signals.Kill, (await found.Exit.WaitAsync(Ceiling, Token)).Signal);
        Assert.Equal(ProcessErrors.Gone, house.Jail.Find(house.Owner, started.Process.Pid, started.StartTicks, program).Error.Code);
    }

    [Fact]
    public async Task a_process_that_is_not_the_vmm_is_never_taken_for_it()
    {
        using var started = await house.StartAsync(house.Input("busybox sleep 1000"));
        var (pid, ticks) = (started.Process.Pid, started.StartTicks);
        var program = FileStat.OfTarget("/bin/busybox").Value.Identity;
        var other = new VmOwner(Guid.CreateVersion7(), house.Owner.Name, new Slot(8));

        Assert.Equal(VmJailErrors.Foreign, house.Jail.Find(house.Owner, pid, ticks + 1, program).Error.Code);
        Assert.Equal(VmJailErrors.Foreign, house.Jail.Find(house.Owner, pid, ticks, FileStat.OfTarget("/bin/cat").Value.Identity).Error.Code);
        Assert.Equal(VmJailErrors.Foreign, house.Jail.Find(other, pid, ticks, program).Error.Code);
        Assert.Equal(VmJailErrors.Foreign, house.Jail.Find(house.Owner, Environment.ProcessId, ticks, program).Error.Code);
    }

    [Fact]
    public async Task a_program_that_is_not_there_is_said_to_be_missing()
    {
        var error = (await house.Jail.StartAsync(house.Input("") with { Program = new JailedProgram { Path = "/no/such/vmm" } }, Token)).Error;

        Assert.Equal(VmJailErrors.ProgramUnreadable, error.Code);
    }

    [Fact]
    public async Task a_folder_of_data_that_is_missing_is_named()
    {
        var error = (await house.Jail.StartAsync(house.Input("") with { Program = JailHouse.Busybox with { Folders = ["/no/such/roms"] } }, Token)).Error;

        Assert.Equal(JailErrors.BuildFailed, error.Code);
        Assert.Contains("/no/such/roms", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task qemu_itself_starts_in_its_jail_with_its_libraries_and_roms()
    {
        using var memory = Lobsterd.Linux.Descriptors.Memfd.Create("ram").Value;
        Assert.True(SparseFile.SetSize(memory, 64 << 20).IsSuccess);
        var input = house.Input("") with
        {
            Program = new JailedProgram
            {
                Path = "/usr/bin/qemu-system-x86_64",
                Modules = ["/usr/lib/x86_64-linux-gnu/qemu/accel-tcg-x86_64.so"],
                Folders = ["/usr/share/qemu", "/usr/share/seabios"],
            },
            Arguments =
            [
                "-M", "pc,memory-backend=ram", "-accel", "tcg", "-nodefaults", "-no-user-config", "-display", "none", "-m", "64",
                "-object", "memory-backend-file,id=ram,size=64M,mem-path=/proc/self/fd/15,share=on",
                "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
                "-chardev", "stdio,id=console,signal=off", "-device", "isa-debugcon,chardev=console,iobase=0x402",
            ],
            Descriptors = [new(15, memory)],
            Limits = new CgroupLimits(MemoryBytes: 512 << 20, Pids: 80, Cpus: 1.5),
        };
        using var process = await house.StartAsync(input);

        // The firmware speaks on its debug port: machine, ROMs, memory and TCG are all there.
        Assert.True(await Eventually.HoldsAsync(() => house.Console.Contains("SeaBIOS", StringComparison.Ordinal) || process.Process.HasExited, Token));

        Assert.Equal("", house.Words);
        Assert.False(process.Process.HasExited);
    }
}
