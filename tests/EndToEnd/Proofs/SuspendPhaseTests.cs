using System.Collections.Concurrent;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Service;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Proofs;

/// <summary>Requests that come while their tenant falls asleep, timed into every step of it.</summary>
[Trait("Speed", "Proof")]
public sealed class SuspendPhaseTests
{
    private const string Config = """{"wake":{"budgetPerSource":1000000,"budgetPerTenant":1000000}}""";
    private const int Tenants = 2;
    private const string Before = "before";
    private const string Asleep = "asleep";

    private static readonly string[] Steps = ["mark", "park", "quiet", "save", "record", "end"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Null, 500)]
    [InlineData(StandMachine.FirecrackerNull, 100)]
    public async Task a_request_in_whichever_step_of_a_suspend_is_answered(StandMachine machine, int rounds)
    {
        await using var stand = await Stands.ReadyAsync(machine, Config);
        await using var heard = new HeardEvents(stand);
        var hits = new ConcurrentDictionary<string, int>();

        var asleep = await Task.WhenAll(Enumerable.Range(1, Tenants).Select(number => RoundsAsync(stand, $"t{number}", rounds, hits)));

        Figures.Tell($"{machine}: {Tenants * rounds} rounds: {asleep.Sum()} fell asleep, {Tenants * rounds - asleep.Sum()} were refused since the request was under way; 0 lost, 0 errors");
        foreach (var phase in Steps.Prepend(Before).Append(Asleep)) Figures.Tell($"  {phase}: {hits.GetValueOrDefault(phase)}");
        Assert.All(Steps.Prepend(Before).Append(Asleep), phase => Assert.True(hits.GetValueOrDefault(phase) > 0, $"no request came in '{phase}'"));
        Assert.Empty(heard.Failures);
    }

    // A suspend, and a request after as long as the earlier ones took to come into the step whose turn it is.
    private static async Task<int> RoundsAsync(ServiceStand stand, string name, int rounds, ConcurrentDictionary<string, int> hits)
    {
        var tenant = (await stand.Reef.SpawnAsync(name, Stop)).Tenant;
        using var user = new TenantUser(stand, tenant, hasDisk: false);
        await user.BeginAsync();
        var random = new Random(tenant.Slot);
        var lengths = Steps.Append(Asleep).ToDictionary(step => step, _ => TimeSpan.FromMilliseconds(3));
        var asleep = 0;
        for (var round = 0; round < rounds; round++)
        {
            var aim = round % (Steps.Length + 1);
            var until = lengths.Values.Take(aim).Aggregate(TimeSpan.Zero, (sum, length) => sum + length) + lengths.Values.ElementAt(aim) * random.NextDouble();
            var began = TimeProvider.System.GetTimestamp();
            var falling = stand.Reef.SuspendAsync(name, Stop);
            await WaitAsync(began, until);
            var asked = TimeProvider.System.GetUtcNow();
            await user.AskInOrderAsync();

            var outcome = await falling;
            Assert.True(outcome.Problem is null or { Code: "edge.park.in-flight" }, $"{outcome.Problem?.Code}: {outcome.Problem?.Detail}\n{stand.Log}");
            if (outcome.Problem is null) asleep++;
            _ = hits.AddOrUpdate(PhaseOf(outcome.Operation!, asked, lengths), 1, (_, count) => count + 1);
            await user.AskInOrderAsync();
        }

        return asleep;
    }

    // Where a request came in, by the service's own times of its steps, which follow each other; what they took is what the next rounds aim by.
    private static string PhaseOf(OperationBody operation, DateTimeOffset asked, Dictionary<string, TimeSpan> lengths)
    {
        if (asked < operation.StartedAt) return Before;
        var end = operation.StartedAt;
        foreach (var told in operation.Steps.Where(told => told.Event is "succeeded" or "failed"))
        {
            lengths[told.Step] = TimeSpan.FromMilliseconds(told.ElapsedMs);
            end += lengths[told.Step];
            if (asked < end) return told.Step;
        }

        return Asleep;
    }

    // To a part of a millisecond, which no timer can.
    private static async Task WaitAsync(long began, TimeSpan length)
    {
        var left = length - TimeProvider.System.GetElapsedTime(began) - TimeSpan.FromMilliseconds(1.5);
        if (left > TimeSpan.Zero) await Task.Delay(left, TimeProvider.System, Stop);
        while (TimeProvider.System.GetElapsedTime(began) < length) await Task.Yield();
    }
}
