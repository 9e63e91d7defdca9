using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Bench.Pure;

/// <summary>What the host reads from every agent whenever it looks after it.</summary>
public class AgentReplyParsing
{
    private readonly byte[] line = JsonSerializer.SerializeToUtf8Bytes<AgentReply>(
        new AgentReply.Stats
        {
            UptimeMs = 86_400_000,
            MemoryTotalBytes = 268_435_456,
            MemoryAvailableBytes = 134_217_728,
            Load1 = 0.42,
            DiskTotalBytes = 4_294_967_296,
            DiskFreeBytes = 4_000_000_000,
            Connections = 17,
            WorkloadState = "running",
            WorkloadRestarts = 3,
        },
        AgentJson.Default.AgentReply);

    [Benchmark]
    public AgentReply? Read() => JsonSerializer.Deserialize(line, AgentJson.Default.AgentReply);
}
