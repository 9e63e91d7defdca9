using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Identity;
using Lobsterd.Guest.Workload;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>Errors in the wire's words.</summary>
internal static class Refusals
{
    private const int LongestMessage = 1024;

    /// <summary>The reply that an error becomes.</summary>
    internal static AgentReply.Refused Of(LobsterError error)
    {
        var message = error.FullMessage;
        return new AgentReply.Refused(WordOf(error.Code), message.Length <= LongestMessage ? message : message[..LongestMessage]);
    }

    private static string WordOf(ErrorCode code)
    {
        if (code == IdentityErrors.ClaimedAlready) return AgentRefusal.Claimed;
        if (code == WorkloadErrors.Silent) return AgentRefusal.Timeout;
        return code.Kind switch
        {
            ErrorKind.Invalid or ErrorKind.NotFound => AgentRefusal.Invalid,
            ErrorKind.Conflict => AgentRefusal.State,
            ErrorKind.Exhausted => AgentRefusal.Busy,
            _ => AgentRefusal.Failed,
        };
    }
}
