using System.Diagnostics;
using System.Globalization;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Processes;
using Xunit;

namespace Lobsterd.Tests.Host.Jail;

/// <summary>Prints what a jail costs. Nothing is asserted of times: they are the host's.</summary>
public sealed class JailCostTests(ITestOutputHelper output)
{
    private const int Rounds = 30;

    private static readonly string[] RunTimes = ["/usr/share/qemu", "/usr/share/seabios"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task starting_and_removing_a_jailed_qemu_is_timed()
    {
        await using var house = new JailHouse();
        var input = house.Input("") with
        {
            Program = new JailedProgram
            {
                Path = "/usr/bin/qemu-system-x86_64",
                Modules = ["/usr/lib/x86_64-linux-gnu/qemu/accel-tcg-x86_64.so"],
                Folders = RunTimes,
            },
            Arguments = ["-M", "none", "-display", "none", "-nodefaults", "-S"],
            Limits = new Lobsterd.Linux.Cgroups.CgroupLimits(256 << 20, 80, 1),
        };
        var (started, removed, resident) = (new List<double>(), new List<double>(), new List<long>());
        for (var round = 0; round < Rounds; round++)
        {
            var before = Stopwatch.GetTimestamp();
            using var process = await house.StartAsync(input);
            started.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            resident.Add(PrivateKibibytes(ProcessStat.Read(process.Process.Pid).Value.ParentPid));

            before = Stopwatch.GetTimestamp();
            Assert.True((await house.Jail.RemoveAsync(house.Owner, Token)).IsSuccess);
            removed.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"start to exec: p50 {Median(started):0.0} ms, max {started.Max():0.0}; remove: p50 {Median(removed):0.0} ms; launcher while it waits: {resident.Order().ElementAt(Rounds / 2)} KiB private"));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static long PrivateKibibytes(int pid) => File.ReadLines($"/proc/{pid}/smaps_rollup")
        .Where(line => line.StartsWith("Private_", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
}
