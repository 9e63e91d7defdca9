using System.Diagnostics;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

/// <summary>What a lapse or a refusal means to whoever made the call.</summary>
internal static class AgentLapses
{
    /// <summary>A lapse as an error that names tenant and act.</summary>
    internal static LobsterError ToError(AgentLapse lapse, AgentCall call)
    {
        var agent = $"the agent of {call.Owner.Name}";
        return lapse switch
        {
            AgentLapse.NoInterface => new(AgentErrors.Unreachable, $"{agent} cannot be reached: the tenant has no interface on this host"),
            AgentLapse.PortClosed => new(AgentErrors.Unreachable, $"{agent} does not listen on port {call.Port}"),
            AgentLapse.NoRoute => new(AgentErrors.Unreachable, $"{agent} cannot be reached over its interface"),
            AgentLapse.Silent => new(AgentErrors.Unreachable, $"{agent} gave no answer to {call.Act} within {InWords(call.Bound)}"),
            AgentLapse.Reset => new(AgentErrors.Unreachable, $"{agent} lost the connection during {call.Act}"),
            // An agent says nothing to a wrong token and closes; the same end without a token is a crash.
            AgentLapse.Closed when call.Request.Token is not null =>
                new(AgentErrors.Unauthorized, $"{agent} closed the connection instead of answering {call.Act}, as it does for a token that is not its own"),
            AgentLapse.Closed => new(AgentErrors.Unreachable, $"{agent} closed the connection instead of answering {call.Act}"),
            AgentLapse.CutShort => new(AgentErrors.Garbled, $"{agent} closed the connection within its answer to {call.Act}"),
            AgentLapse.Endless => new(AgentErrors.Garbled, $"{agent} answered {call.Act} with more than {AgentLimits.MaxReplyBytes} bytes"),
            AgentLapse.Garbled => new(AgentErrors.Garbled, $"{agent} answered {call.Act} with something that is no answer to it"),
            AgentLapse.ForeignVersion => new(
                AgentErrors.VersionUnknown,
                $"{agent} speaks none of the protocol versions {AgentLimits.OldestProtocolVersion} to {AgentLimits.ProtocolVersion}",
                "restart the tenant from a present image"),
            AgentLapse.Anonymous => new(AgentErrors.ClaimRefused, $"{agent} cannot do {call.Act}: its VM has no identity yet"),
            AgentLapse.RequestTooLong => new(
                AgentErrors.RequestTooLong,
                $"{call.Act} for {call.Owner.Name} takes more than {AgentLimits.MaxLineBytes} bytes",
                "make the command or its environment smaller"),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>An agent's refusal as an error; its own words are shown as a quotation.</summary>
    internal static LobsterError ToError(AgentReply.Refused refused, AgentCall call)
    {
        var code = refused.Code switch
        {
            AgentRefusal.Version => AgentErrors.VersionUnknown,
            AgentRefusal.Claimed => AgentErrors.ClaimRefused,
            AgentRefusal.Timeout when call.Request is AgentRequest.WorkloadWait => AgentErrors.WorkloadSilent,
            _ => AgentErrors.Refused,
        };
        return new(code, $"the agent of {call.Owner.Name} refused {call.Act} ({GuestText.Quote(refused.Code)}): {GuestText.Quote(refused.Message)}");
    }

    private static string InWords(TimeSpan bound) => bound.TotalSeconds >= 1 ? $"{bound.TotalSeconds:0.#} s" : $"{bound.TotalMilliseconds:0} ms";
}
