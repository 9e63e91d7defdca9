using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Proofs;

/// <summary>A program that spawns, snaps, molts and evicts one tenant over and over, and asks again with the same key whenever the service goes away under it.</summary>
/// <param name="stand">The host.</param>
/// <param name="name">Its tenant; nobody else has it.</param>
internal sealed class HardyClient(ServiceStand stand, string name)
{
    private const string NameTaken = "tenant.name.taken";
    private const string NameUnknown = "tenant.name.unknown";
    private const int ServiceUnavailable = 503;
    private const int MostRefusals = 1_000;

    // Undone by the service that found it half done, and behind another command.
    private static readonly string[] Retryable = ["saga.run.cancelled", "tenant.lock.busy"];

    // Within it the service is there again, on the slowest host.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    /// <summary>Its tenant's name.</summary>
    public string Name => name;

    /// <summary>Whether it has its tenant, by all that it was told.</summary>
    public bool HasTenant { get; private set; }

    /// <summary>Commands that succeeded.</summary>
    public int Done { get; private set; }

    /// <summary>How often the service went away under it, or was not there.</summary>
    public int Losses { get; private set; }

    /// <summary>Commands that were refused, or undone, and may be asked for again, by their code.</summary>
    public Dictionary<string, int> Refusals { get; } = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Path => $"{ReefPaths.Tenants}/{name}";

    /// <summary>Goes on until it is told to stop; what is under way then comes to its end.</summary>
    public async Task LiveAsync(CancellationToken enough)
    {
        while (true)
        {
            await DoAsync(HttpMethod.Post, ReefPaths.Tenants, new SpawnBody { Name = name }, ReefJson.Default.SpawnBody, NameTaken);
            HasTenant = true;
            if (enough.IsCancellationRequested) return;
            await DoAsync(HttpMethod.Post, $"{Path}/snaps", new SnapCreateBody(), ReefJson.Default.SnapCreateBody);
            if (enough.IsCancellationRequested) return;
            await DoAsync(HttpMethod.Post, ReefPaths.Molt, new MoltBody { Names = [name] }, ReefJson.Default.MoltBody);
            if (enough.IsCancellationRequested) return;
            await DoAsync(HttpMethod.Delete, Path, default(object), null, NameUnknown);
            HasTenant = false;
            if (enough.IsCancellationRequested) return;
        }
    }

    /// <summary>Has one command done, however often the service dies of it.</summary>
    /// <param name="method">How it is asked for.</param>
    /// <param name="path">Where.</param>
    /// <param name="body">What; null: nothing.</param>
    /// <param name="json">How that is written.</param>
    /// <param name="doneCode">The refusal that says, after an answer was lost, that it is done; null: there is none.</param>
    private async Task DoAsync<T>(HttpMethod method, string path, T? body, JsonTypeInfo<T>? json, string? doneCode = null)
    {
        var key = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        var wasLost = false;
        var heard = TimeProvider.System.GetTimestamp();
        for (var refusals = 0; refusals < MostRefusals;)
        {
            OperationOutcome outcome;
            try
            {
                outcome = await stand.Reef.RunAsync(method, path, json is null ? null : JsonContent.Create(body, json), Stop, key);
            }
            catch (Exception lost) when (lost is IOException or HttpRequestException)
            {
                Losses++;
                wasLost = true;
                Assert.True(TimeProvider.System.GetElapsedTime(heard) < LongestSilence, $"{name}: {method} {path}: {lost.Message}\n{stand.Log}");
                await Task.Delay(Breath, TimeProvider.System, Stop);
                continue;
            }

            if (outcome.Problem is not { } problem || (wasLost && problem.Code == doneCode))
            {
                Done++;
                return;
            }

            Assert.True(problem.Status == ServiceUnavailable || Retryable.Contains(problem.Code), $"{name}: {method} {path}: {problem.Code}: {problem.Detail}\n{stand.Log}");
            Refusals[problem.Code] = Refusals.GetValueOrDefault(problem.Code) + 1;
            refusals++;
            heard = TimeProvider.System.GetTimestamp();
            // It was answered, so the next one is another command.
            (key, wasLost) = (Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), false);
        }

        Assert.Fail($"{name}: {method} {path} was refused {MostRefusals} times\n{stand.Log}");
    }
}
