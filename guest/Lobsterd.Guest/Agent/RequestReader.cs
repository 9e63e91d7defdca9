using System.Text.Json;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>Reads a request whole, once its sender is known.</summary>
/// <remarks>The requests of a birth, of a sleep, of a wake and of a copy's birth are read by hand. The serializer prepares itself for every type before it reads its first byte, and code that
/// runs for the first time is what costs there: a fresh VM spent more time on it than on becoming its tenant's. Both ways admit the same messages, and a test holds them so.</remarks>
internal static class RequestReader
{
    /// <summary>Reads a line; null when it is no message of the protocol.</summary>
    internal static AgentRequest? Read(string? operation, byte[] line)
    {
        try
        {
            return operation switch
            {
                "claim" => ClaimReader.Read(new Members(line)),
                "workload.start" => Plain(new Members(line), new AgentRequest.WorkloadStart()),
                "workload.wait" => Wait(new Members(line)),
                "woken" => Woken(new Members(line)),
                "hold" => Hold(new Members(line)),
                "release" => Release(new Members(line)),
                "reclaim" => Reclaim(new Members(line)),
                "sync" => Plain(new Members(line), new AgentRequest.Sync()),
                "schedules" => Plain(new Members(line), new AgentRequest.Schedules()),
                "thaw" => Plain(new Members(line), new AgentRequest.Thaw()),
                "freeze" => Freeze(new Members(line)),
                "beat" => Beat(new Members(line)),
                _ => JsonSerializer.Deserialize(line, AgentJson.Default.AgentRequest),
            };
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            // InvalidOperationException: a value of another kind, a string that is no UTF-8. FormatException: a number, an id or base64 that is none. KeyNotFoundException: an absent member.
            return null;
        }
    }

    // One that says nothing but what it wants.
    private static AgentRequest Plain(Members members, AgentRequest wanted)
    {
        members.AllowOnly("op", "v", "token");
        return wanted with { V = members.Version, Token = members.Token };
    }

    private static AgentRequest.WorkloadWait Wait(Members members)
    {
        members.AllowOnly("op", "v", "token", "timeoutMs");
        return new AgentRequest.WorkloadWait { V = members.Version, Token = members.Token, TimeoutMs = members.Number("timeoutMs") };
    }

    private static AgentRequest.Woken Woken(Members members)
    {
        members.AllowOnly("op", "v", "token", "nowUnixMs", "entropy");
        return new AgentRequest.Woken
        {
            V = members.Version,
            Token = members.Token,
            NowUnixMs = members.LongNumber("nowUnixMs"),
            Entropy = members.Bytes("entropy"),
        };
    }

    private static AgentRequest.Freeze Freeze(Members members)
    {
        members.AllowOnly("op", "v", "token", "atMostMs");
        return new AgentRequest.Freeze { V = members.Version, Token = members.Token, AtMostMs = members.Number("atMostMs") };
    }

    private static AgentRequest.Beat Beat(Members members)
    {
        members.AllowOnly("op", "v", "token", "everyMs");
        return new AgentRequest.Beat { V = members.Version, Token = members.Token, EveryMs = members.Number("everyMs") };
    }

    private static AgentRequest.Hold Hold(Members members)
    {
        members.AllowOnly("op", "v", "token", "nonce");
        return new AgentRequest.Hold { V = members.Version, Token = members.Token, Nonce = members.Bytes("nonce") };
    }

    private static AgentRequest.Release Release(Members members)
    {
        members.AllowOnly("op", "v", "token", "nonce", "nowUnixMs", "entropy");
        return new AgentRequest.Release
        {
            V = members.Version,
            Token = members.Token,
            Nonce = members.Bytes("nonce"),
            NowUnixMs = members.OptionalLongNumber("nowUnixMs"),
            Entropy = members.OptionalBytes("entropy"),
        };
    }

    private static AgentRequest.Reclaim Reclaim(Members members)
    {
        members.AllowOnly("op", "v", "token", "nonce", "identity", "keepProcesses");
        return new AgentRequest.Reclaim
        {
            V = members.Version,
            Token = members.Token,
            Nonce = members.Bytes("nonce"),
            Identity = ClaimReader.ReadPart(members.Object("identity")),
            KeepProcesses = members.OptionalFlag("keepProcesses"),
        };
    }
}
