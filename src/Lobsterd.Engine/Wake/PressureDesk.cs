using System.Globalization;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Admission;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Wake.Schedules;

namespace Lobsterd.Engine.Wake;

/// <summary>Gives spare memory back, then puts idle tenants of mode <c>auto</c> to sleep before their time, while the host has less memory free than its reserve; the longest
/// idle first.</summary>
/// <remarks>The kernel's word only makes it look at once; what decides is the reserve, so a host without that word does the same a few seconds later.</remarks>
public sealed class PressureDesk(
    IHostCapacity capacity, IMemoryPressure pressure, ISpareMemory spare, FreeableMemory freeable, IdleView view, GuestAgenda agenda, SuspendCommand suspend, HypervisorConfig config, TimeProvider clock)
{
    private const string Actor = "memory pressure";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    // The kernel fires once a second while it lasts.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>Looks again and again until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _ = await LookAsync(cancellationToken);
            await Task.Delay(Least, clock, cancellationToken);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _ = await Task.WhenAny(pressure.WaitAsync(enough.Token), freeable.WaitAsync(enough.Token), Task.Delay(Period, clock, enough.Token));
            await enough.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Looks once, and puts to sleep until there is room, or nobody is idle.</summary>
    /// <returns>How many fell asleep.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var promised = freeable.Promised;
        var idle = await view.ReadAsync(cancellationToken);
        freeable.Note(idle.Sum(one => one.Bytes) + spare.Bytes);
        if (MissingBytes() > 0) spare.GiveBack();
        var asleep = 0;
        foreach (var one in idle)
        {
            if (MissingBytes() is not (> 0 and var missing)) break;
            if (await agenda.KeepsAwakeAsync(one.Tenant, cancellationToken) is not null) continue;
            if (await SleepAsync(one, missing, cancellationToken)) asleep++;
        }

        freeable.Settle(promised);
        return asleep;
    }

    private long? MissingBytes() =>
        capacity.Read().TryGetValue(out var host) ? ((long)config.MemoryReserveMib << 20) + freeable.Promised - host.AvailableMemoryBytes : null;

    private async Task<bool> SleepAsync(IdleTenant one, long missing, CancellationToken cancellationToken)
    {
        var why = string.Create(CultureInfo.InvariantCulture, $"memory is short by {missing >> 20} MiB, and nothing came for {one.Idle.TotalSeconds:0} s");
        var evidence = Evidence.Of(
            ("missingBytes", Evidence.Number(missing)),
            ("reserveMib", Evidence.Number(config.MemoryReserveMib)),
            ("heldBytes", Evidence.Number(one.Bytes)),
            ("idleMs", Evidence.Number(Math.Round(one.Idle.TotalMilliseconds))),
            ("source", pressure.Source));
        var started = suspend.Start(new SuspendRequest(one.Tenant.Name.Value, Force: false, why, evidence), Actor, key: null);
        return started.TryGetValue(out var operation) && (await operation.Ended.WaitAsync(cancellationToken)).IsSuccess;
    }
}
