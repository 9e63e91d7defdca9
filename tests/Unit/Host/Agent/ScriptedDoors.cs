using CSharpFunctionalExtensions;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Agent;

namespace Lobsterd.Tests.Unit.Host.Agent;

/// <summary>Doors behind which stands one script, and which count what they opened.</summary>
internal sealed class ScriptedDoors(byte[] greeting, byte[] answer, int pieceBytes) : IAgentDoors
{
    internal static byte[] Greeting { get; } = "{\"agent\":\"lobsterd\",\"protocol\":1,\"oldest\":1,\"state\":\"claimed\"}\n"u8.ToArray();

    /// <summary>Streams that were opened and not closed.</summary>
    internal int Open { get; private set; }

    internal ScriptedStream? Last { get; private set; }

    public Task<Result<Stream, AgentLapse>> OpenAsync(VmOwner owner, int port, CancellationToken cancellationToken)
    {
        Open++;
        Last = new ScriptedStream(greeting, answer, pieceBytes, () => Open--);
        return Task.FromResult(Result.Success<Stream, AgentLapse>(Last));
    }

    public Result<IKnockListener, AgentLapse> Listen(VmOwner owner) => AgentLapse.NoInterface;
}
