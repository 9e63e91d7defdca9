using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Firecracker.Api;
using Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;
using Lobsterd.Host.Hypervisors.Firecracker.Metrics;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>One VM that this service holds: its process and the way to its API.</summary>
/// <param name="owner">Whose it is.</param>
/// <param name="record">What was written down of it.</param>
/// <param name="process">Its process in its jail.</param>
/// <param name="socket">Where its API listens.</param>
/// <param name="metrics">The pipe that it writes its metrics into; owned. Null when there is none.</param>
/// <param name="log">The file in which its log ends.</param>
/// <param name="clock">Measures the bounds.</param>
internal sealed class FirecrackerVm(VmOwner owner, FirecrackerRecord record, JailedProcess process, ApiSocket socket, Fd? metrics, string log, TimeProvider clock) : IHeldVm
{
    private readonly ApiConnection api = new(socket, clock);
    private readonly MetricsDrain? drain = metrics is null ? null : new MetricsDrain(metrics, clock);

    /// <summary>Whose it is.</summary>
    internal VmOwner Owner => owner;

    /// <summary>What was written down of it.</summary>
    internal FirecrackerRecord Record => record;

    /// <summary>What it has counted; null when it does not tell.</summary>
    internal MetricsTotal? Metrics => drain?.Total;

    /// <summary>The limits that the host enforces on it.</summary>
    internal IReadOnlyList<string> LimitsInForce => process.LimitsInForce;

    /// <inheritdoc/>
    public VmProcess Process => record.Process;

    /// <inheritdoc/>
    public Task<VmExit> Exit => process.Exit;

    /// <summary>Waits until the API takes requests.</summary>
    /// <error code="vm.process.exited">Firecracker ended instead.</error>
    /// <error code="vm.control.unreachable">It does not listen in its bound, or is of another version than the one that was asked.</error>
    internal async Task<UnitResult<LobsterError>> OpenAsync(CancellationToken cancellationToken)
    {
        if ((await socket.WaitAsync(process.Exit, clock, cancellationToken)).TryGetError(out var error)) return await ExplainAsync(error);
        if ((await DescribeAsync(cancellationToken)).TryGetError(out error, out var info)) return error;
        return info.VmmVersion == record.Process.Version
            ? UnitResult.Success<LobsterError>()
            : Of(VmErrors.Unreachable, $"Firecracker {info.VmmVersion} answered in place of {record.Process.Version}");
    }

    /// <summary>Asks what it is and whether it runs.</summary>
    /// <inheritdoc cref="SendAsync"/>
    internal async Task<Result<InstanceInfo, LobsterError>> DescribeAsync(CancellationToken cancellationToken)
    {
        if ((await SendAsync(ApiRequest.Describe, cancellationToken)).TryGetError(out var error, out var body)) return error;
        try
        {
            if (JsonSerializer.Deserialize(body, ApiJson.Default.InstanceInfo) is { } info) return info;
        }
        catch (JsonException)
        {
            // Said below.
        }

        return Of(VmErrors.Unreachable, "Firecracker does not say what it is");
    }

    /// <summary>Sends requests one after the other until one is refused.</summary>
    /// <inheritdoc cref="SendAsync"/>
    internal async Task<UnitResult<LobsterError>> SendAllAsync(IReadOnlyList<ApiRequest> requests, CancellationToken cancellationToken) =>
        (await api.SendAllAsync(requests, cancellationToken)).TryGetError(out var error) ? await ExplainAsync(error) : UnitResult.Success<LobsterError>();

    /// <summary>Sends a request.</summary>
    /// <returns>The answer's body.</returns>
    /// <error code="vm.process.exited">Firecracker has ended.</error>
    /// <error code="vm.control.unreachable">Firecracker did not answer in its bound, or not sensibly.</error>
    /// <error code="vm.control.refused">Firecracker refused; its words are in the message.</error>
    internal async Task<Result<byte[], LobsterError>> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(request, cancellationToken);
        return answer.TryGetError(out var error, out var body) ? await ExplainAsync(error) : body;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        process.Dispose();
        if (drain is not null) await drain.DisposeAsync();
    }

    private async Task<LobsterError> ExplainAsync(LobsterError error) =>
        error.Code == ApiErrors.Refused ? Of(VmErrors.Refused, error.Message)
        : error.Code == ApiErrors.Late || error.Code == ApiErrors.Malformed ? Of(VmErrors.Unreachable, error.Message)
        : await VmFaults.OfLostControlAsync(owner, process.Exit, Describe, error, clock);

    // Its log is what it says on its standard output; on the other one only what kept it from having a log.
    private string Describe(VmExit exit) =>
        (exit.LastWords.Length > 0 ? exit : exit with { LastWords = LogTail.Read(log) }).Describe("Firecracker", FirecrackerExitCode.Meaning);

    private LobsterError Of(ErrorCode code, string message) => new(code, $"tenant {owner.Name}: {message}");
}
