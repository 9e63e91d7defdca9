using System.Globalization;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Proofs;

/// <summary>One tenant that is put to sleep again and again while somebody uses it.</summary>
/// <param name="stand">The host.</param>
/// <param name="heard">What is told.</param>
/// <param name="tenant">The tenant.</param>
/// <param name="isVirtual">Whether it runs in a real machine, with a disk that outlives its sleep.</param>
internal sealed class Sleeper(ServiceStand stand, HeardEvents heard, TenantBody tenant, bool isVirtual) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    // It has to be asleep before its beat is due, and on a host that is busy a machine takes seconds to be told of the beat and to fall asleep.
    private readonly TimeSpan beat = TimeSpan.FromSeconds(isVirtual ? 12 : 3);

    private int all;

    /// <summary>Whoever uses it.</summary>
    public TenantUser User { get; } = new(stand, tenant, isVirtual);

    /// <summary>How often it fell asleep.</summary>
    public int Sleeps { get; private set; }

    /// <summary>How often it did not, since something was under way.</summary>
    public int Refusals { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Counts from now on.</summary>
    public void Forget() => (Sleeps, Refusals) = (0, 0);

    /// <summary>Has it sleep so many times; afterwards it is awake, and nobody uses it.</summary>
    /// <param name="times">How often.</param>
    /// <param name="timesToABeat">Each so-many-th time of all nobody but its own schedule wakes it.</param>
    public async Task CycleAsync(int times, int timesToABeat)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var use = User.UseAsync(enough.Token);
        for (var time = 0; time < times && !use.IsCompleted; time++)
        {
            if (++all % timesToABeat == 0) await SleepUntilItsBeatAsync();
            else await SleepUntilUsedAsync();
        }

        await enough.CancelAsync();
        await use;
        _ = (await stand.Reef.ResumeAsync(tenant.Name, Stop)).Succeeded();
    }

    /// <inheritdoc/>
    public void Dispose() => User.Dispose();

    private async Task SleepUntilUsedAsync()
    {
        await SleepAsync();

        // Its user may be in the middle of something that began before; what begins now finds it asleep, or waking.
        await User.OnceAsync();
    }

    private async Task SleepUntilItsBeatAsync()
    {
        using var alone = await User.HoldBackAsync();
        var woken = heard.NextWakeBySchedule(tenant.Name);
        var due = (TimeProvider.System.GetUtcNow() + beat).UtcDateTime;
        await WriteScheduleAsync($"at {due.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}");
        await SleepAsync();
        var asleep = TimeProvider.System.GetUtcNow();
        var first = await Task.WhenAny(woken, Task.Delay(LongestWait, TimeProvider.System, Stop));
        Assert.True(first == woken, $"its beat of {due:HH:mm:ss} did not wake {tenant.Name}, asleep since {asleep:HH:mm:ss.f}\n{stand.Log}");
        await User.AskInOrderAsync();
    }

    private async Task SleepAsync()
    {
        while (true)
        {
            var outcome = await stand.Reef.SuspendAsync(tenant.Name, Stop);
            if (outcome.Problem is null) break;
            Assert.True(outcome.Problem.Code == "edge.park.in-flight", $"{outcome.Problem.Code}: {outcome.Problem.Detail}\n{stand.Log}");
            Refusals++;
        }

        Sleeps++;
    }

    // The null machine's guest has a folder for its root, which is made anew with every wake.
    private async Task WriteScheduleAsync(string text)
    {
        const string Schedules = "/var/spool/lobsterd/schedules";
        if (isVirtual)
        {
            var written = await stand.Reef.ExecAsync(tenant.Name, ["/bin/sh", "-c", $"echo {text} > {Schedules}/beat"], Stop);
            Assert.Equal(0, written.Code);
            return;
        }

        var folder = stand.Paths.VmOf(TenantName.Parse(tenant.Name).Value) + "/root" + Schedules;
        _ = Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "beat"), $"{text}\n", Stop);
    }
}
