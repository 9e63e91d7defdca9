using System.Runtime.CompilerServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

public sealed partial class AgentClient
{
    /// <inheritdoc/>
    public async Task<Result<IExecSession, LobsterError>> ExecAsync(VmOwner owner, string token, ExecSpec spec, CancellationToken cancellationToken)
    {
        var call = new AgentCall(owner, AgentMessages.Of(spec, token), "exec", AnswerBound) { KeepsConnection = false };
        if ((await caller.OpenStreamAsync(call, cancellationToken)).TryGetError(out var error, out var connection)) return error;
        return new ExecSession(connection, call);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Result<LogLine, LobsterError>> LogsAsync(
        VmOwner owner, string token, int tail, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = new AgentCall(owner, new AgentRequest.Logs { Token = token, Tail = tail, Follow = follow }, "logs", AnswerBound) { KeepsConnection = false };
        if ((await caller.OpenStreamAsync(call, cancellationToken)).TryGetError(out var error, out var connection))
        {
            yield return error;
            yield break;
        }

        using (connection)
        {
            var lines = new LogLines(connection.Inbox, call, follow ? null : tail, clock);
            while (await lines.NextAsync(cancellationToken) is { } line)
            {
                yield return line;
                if (line.IsFailure) yield break;
            }
        }
    }
}
