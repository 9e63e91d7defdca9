using Lobsterd.Guest.Streams;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Exec;

/// <summary>One of a command's outputs.</summary>
/// <param name="Stream">What it writes.</param>
/// <param name="Type">As what its bytes are sent.</param>
internal sealed record ExecOutput(IByteStream Stream, AgentFrameType Type);
