using System.Globalization;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Events;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>The word that a workload has before its tenant falls asleep: a command of its own in the guest, which lays down what cannot wait, or says no.</summary>
public sealed class SleepHook(IAgents agents, WorkloadCatalogue workloads, EventBook events, TimeProvider clock)
{
    /// <summary>How long it may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int MostWords = 512;

    /// <summary>Runs it, where the workload's definition has one.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="isForced">Whether its word counts for nothing: it has its time, and what it says is told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <error code="sleep.workload.refused">It ended with another code than 0, or took too long.</error>
    /// <error code="agent.connect.unreachable">The guest does not answer.</error>
    public async Task<UnitResult<LobsterError>> RunAsync(Tenant tenant, bool isForced, CancellationToken cancellationToken)
    {
        if (!workloads.Find(tenant.Workload).TryGetValue(out var workload) || workload.BeforeSleep.Count == 0) return UnitResult.Success<LobsterError>();
        if ((await AskAsync(tenant, new ExecSpec { Command = workload.BeforeSleep, User = workload.User, AsWorkload = true }, cancellationToken)).TryGetError(out var error, out var refusal)) return error;
        if (refusal is null) return UnitResult.Success<LobsterError>();

        var refused = new LobsterError(SleepErrors.WorkloadRefused, $"the workload of {tenant.Name} does not want it to sleep: {refusal}", "ask again later, or say --force");
        if (!isForced) return refused;
        _ = events.Add("tenant.workload-overruled", tenant.Name.Value, "service", refused.Message, refused.Code.Name);
        return UnitResult.Success<LobsterError>();
    }

    // Why it refuses; null when it does not.
    private async Task<Result<string?, LobsterError>> AskAsync(Tenant tenant, ExecSpec command, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            if ((await agents.ExecAsync(tenant.Owner, tenant.AgentToken, command, either.Token)).TryGetError(out var error, out var session))
                return error.Code == AgentErrors.Refused ? error.Message : error;
            await using (session) return await HearAsync(session, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{command.Command[0]} did not end within {Patience.TotalSeconds:0} s");
        }
    }

    private static async Task<Result<string?, LobsterError>> HearAsync(IExecSession session, CancellationToken cancellationToken)
    {
        var words = new StringBuilder();
        await foreach (var told in session.ReadAsync(cancellationToken))
        {
            if (told.TryGetError(out var error, out var happened)) return error;
            if (happened is ExecEvent.Error { Data: var said } && words.Length < MostWords) _ = words.Append(Encoding.UTF8.GetString(said.Span));
            if (happened is ExecEvent.Exited { Code: var code })
                return code == 0 ? (string?)null : string.Create(CultureInfo.InvariantCulture, $"exit code {code}{(words.Length > 0 ? $": {PlainText.Of(words.ToString().Trim(), MostWords)}" : "")}");
        }

        return "it was cut off";
    }
}
