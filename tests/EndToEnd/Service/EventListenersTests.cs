using System.Globalization;
using System.Net.Http.Json;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Many who listen to what happens, at one real service.</summary>
public sealed class EventListenersTests
{
    private const int Listeners = 200;
    private const int Deaf = 20;
    private const int Events = 1_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task all_hear_all_in_order_and_no_command_waits_for_those_who_do_not_read()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        var listeners = Enumerable.Range(0, Listeners).Select(_ => new Listener(stand)).ToList();
        var deaf = new List<HttpResponseMessage>();
        try
        {
            // Whoever asked for events and does not take them: of these the commands must not wait either.
            for (var one = 0; one < Deaf; one++) deaf.Add(await stand.Reef.Http.GetAsync(ReefPaths.Events, HttpCompletionOption.ResponseHeadersRead, Stop));
            Assert.True(await Eventually.HoldsAsync(() => listeners.All(listener => listener.Heard > 0), Stop));

            var round = 0;
            for (var before = listeners[0].Heard; listeners[0].Heard < before + Events; round++) await LabelAsync(stand, round);
            _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();
            var told = await Task.WhenAll(listeners.Select(listener => listener.Told));

            Assert.True(told[0].Count > Events);
            Assert.Equal(Enumerable.Range(0, told[0].Count).Select(step => told[0][0] + step), told[0]);
            Assert.All(told, one => Assert.Equal(told[0], one));
        }
        finally
        {
            foreach (var response in deaf) response.Dispose();
        }
    }

    private static async Task LabelAsync(ServiceStand stand, int round)
    {
        var change = new TenantPatchBody { Labels = new Dictionary<string, string> { ["round"] = round.ToString(CultureInfo.InvariantCulture) } };
        _ = (await stand.Reef.RunAsync(HttpMethod.Patch, $"{ReefPaths.Tenants}/alice", JsonContent.Create(change, ReefJson.Default.TenantPatchBody), Stop)).Succeeded();
    }

    /// <summary>Listens until the tenant is gone.</summary>
    private sealed class Listener
    {
        private int heard;

        public Listener(ServiceStand stand) => Told = ListenAsync(stand);

        public int Heard => Volatile.Read(ref heard);

        public Task<List<long>> Told { get; }

        private async Task<List<long>> ListenAsync(ServiceStand stand)
        {
            var sequences = new List<long>();
            await foreach (var told in stand.Reef.EventsAsync(Stop))
            {
                sequences.Add(told.Sequence);
                Volatile.Write(ref heard, sequences.Count);
                if (told is { Kind: "tenant.evicted", Tenant: "alice" }) break;
            }

            return sequences;
        }
    }
}
