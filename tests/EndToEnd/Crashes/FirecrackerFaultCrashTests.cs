using System.Globalization;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Firecracker;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>A spawn over Firecracker's stand-ins while Firecracker fails in each of the known ways: the service killed in every step.</summary>
[Long]
public sealed class FirecrackerFaultCrashTests : CrashMatrix
{
    [Fact]
    public async Task a_spawn_under_a_fault_leaves_nothing_wherever_the_service_is_killed()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.FirecrackerNull);
        var empty = await scene.LookAsync();
        var points = 0;
        foreach (var (name, fault) in Faults.Kinds)
        {
            scene.Stand.Standin!.Choose(fault);

            // After the plan, in every step of the way there and back; where a bound has to pass each time, in a few of them.
            for (var write = 2; ; write += Faults.IsSlow(name) ? 6 : 2)
            {
                var outcome = await scene.BreakAsync(string.Create(CultureInfo.InvariantCulture, $"kill-before:{write}"), reef => reef.SpawnAsync("alice", Stop));
                var point = string.Create(CultureInfo.InvariantCulture, $"{name}, killed before write {write}");
                Assert.True(await scene.FindAsync("alice") is null, $"{point}: a tenant that cannot run");
                AssertSame(empty, await scene.LookAsync(), point);
                if (outcome is not null) break;
                points++;
            }
        }

        Assert.True(points >= Faults.Kinds.Count * 3, $"only {points} points were tried");
        TestContext.Current.TestOutputHelper?.WriteLine($"spawn on a Firecracker that fails: {points} points, {Faults.Kinds.Count} faults");
    }
}
