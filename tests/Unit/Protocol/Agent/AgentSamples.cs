using CsCheck;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Tests.Unit.Protocol.Agent;

/// <summary>Every message of the protocol, filled with anything.</summary>
internal static class AgentSamples
{
    private static readonly Gen<string> Text = Gen.String;
    private static readonly Gen<string?> Token = Gen.String.AlphaNumeric.Null();
    private static readonly Gen<IReadOnlyList<string>> Texts = Text.Array[0, 4].Select(texts => (IReadOnlyList<string>)texts);

    private static readonly Gen<IReadOnlyDictionary<string, string>> Variables = Gen.Select(Gen.String.AlphaNumeric, Text).Array[0, 4]
        .Select(pairs => (IReadOnlyDictionary<string, string>)pairs.DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Item2));

    private static readonly Gen<AgentWorkload> Workload = Gen.Select(Text, Texts, Text, Gen.Int, Variables)
        .Select((name, command, user, port, variables) => new AgentWorkload { Name = name, Command = command, User = user, Port = port, Environment = variables });

    private static readonly Gen<AgentRequest> Claim = Gen.Select(Gen.Guid, Text, Texts, Gen.Long, Gen.Byte.Array[0, 64], Workload).Select((id, text, texts, now, bytes, workload) =>
        (AgentRequest)new AgentRequest.Claim
        {
            Id = id,
            Name = text,
            Address = text,
            PrefixLength = 30,
            Gateway = text,
            Dns = texts,
            AgentToken = text,
            GatewayToken = text,
            NowUnixMs = now,
            Entropy = bytes,
            Workload = workload,
        });

    private static readonly Gen<AgentRequest> Hold = Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[0, 2], Claim, Gen.Bool).Select((nonce, kind, claim, keeps) => kind switch
    {
        0 => (AgentRequest)new AgentRequest.Hold { Nonce = nonce },
        1 => new AgentRequest.Release { Nonce = nonce },
        _ => new AgentRequest.Reclaim { Nonce = nonce, Identity = (AgentRequest.Claim)claim, KeepProcesses = keeps },
    });

    private static readonly Gen<AgentRequest> Exec = Gen.Select(Texts, Text, Gen.Bool, Gen.Int, Gen.Int, Variables).Select((command, user, terminal, columns, rows, variables) =>
        (AgentRequest)new AgentRequest.Exec { Command = command, User = user, Terminal = terminal, Columns = columns, Rows = rows, Environment = variables });

    private static readonly Gen<AgentRequest> Secrets = Gen.Select(Text, Text, Gen.Bool).Select((key, value, flag) =>
        (AgentRequest)new AgentRequest.SecretsSet { All = [new AgentSecret { Key = key, Value = value, IsFile = flag }], Restart = flag });

    /// <summary>Any request.</summary>
    internal static Gen<AgentRequest> Request { get; } = Gen.Select(
        Gen.OneOf(
            Claim,
            Exec,
            Secrets,
            Hold,
            Gen.Int.Select(number => (AgentRequest)new AgentRequest.WorkloadWait { TimeoutMs = number }),
            Gen.Int.Select(number => (AgentRequest)new AgentRequest.Freeze { AtMostMs = number }),
            Gen.Long.Select(number => (AgentRequest)new AgentRequest.ClockSet { NowUnixMs = number }),
            Gen.Select(Gen.Int, Gen.Bool).Select((tail, follow) => (AgentRequest)new AgentRequest.Logs { Tail = tail, Follow = follow }),
            Gen.OneOf(Plain.Select(request => Gen.Const(request)).ToArray())),
        Token,
        Gen.Int).Select((request, token, version) => request with { Token = token, V = version });

    /// <summary>Any reply.</summary>
    internal static Gen<AgentReply> Reply { get; } = Gen.OneOf(
        Gen.Const((AgentReply)new AgentReply.Done()),
        Gen.Const((AgentReply)new AgentReply.Stream()),
        Gen.Select(Text, Text).Select((code, message) => (AgentReply)new AgentReply.Refused(code, message)),
        Gen.Select(Text, Text, Gen.Long).Array[0, 40].Select(all => (AgentReply)new AgentReply.Schedules
        {
            All = [.. all.Select(one => new AgentSchedule { Id = one.Item1, Text = one.Item2, SinceUnixMs = one.Item3 })],
        }),
        Gen.Select(Gen.Bool, Gen.Bool, Text).Select((claimed, answers, state) => (AgentReply)new AgentReply.Health { Claimed = claimed, WorkloadAnswers = answers, WorkloadState = state }),
        Gen.Select(Gen.Long, Gen.Long, Gen.Double[-1e300, 1e300], Gen.Int, Text).Select((bytes, time, load, count, state) => (AgentReply)new AgentReply.Stats
        {
            UptimeMs = time,
            MemoryTotalBytes = bytes,
            MemoryAvailableBytes = bytes,
            Load1 = load,
            DiskTotalBytes = bytes,
            DiskFreeBytes = bytes,
            Connections = count,
            WorkloadState = state,
            WorkloadRestarts = count,
        }));

    /// <summary>Requests that carry nothing but their name.</summary>
    internal static IReadOnlyList<AgentRequest> Plain =>
    [
        new AgentRequest.WorkloadStart(), new AgentRequest.WorkloadStop(), new AgentRequest.Stats(), new AgentRequest.Sync(), new AgentRequest.Thaw(),
        new AgentRequest.Schedules(),
        new AgentRequest.Shutdown(), new AgentRequest.Health(),
    ];
}
