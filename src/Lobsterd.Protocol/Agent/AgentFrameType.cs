namespace Lobsterd.Protocol.Agent;

/// <summary>What a frame carries. Below 16 it goes to the guest, from 16 on it comes from it.</summary>
public enum AgentFrameType : byte
{
    /// <summary>Bytes for standard input.</summary>
    Input = 0,

    /// <summary>End of standard input; empty.</summary>
    InputEnd = 1,

    /// <summary>A signal: one byte, 1 to 64.</summary>
    Signal = 2,

    /// <summary>A new terminal size: columns, then rows, each two bytes, big-endian.</summary>
    Resize = 3,

    /// <summary>Bytes of standard output, or of the terminal.</summary>
    Output = 16,

    /// <summary>Bytes of standard error.</summary>
    Error = 17,

    /// <summary>The command ended: exit code, four bytes, big-endian, signed; the last frame of an exec.</summary>
    Exited = 18,

    /// <summary>One <see cref="AgentLogLine"/> as JSON.</summary>
    Log = 19,

    /// <summary>No more log lines; empty; the last frame of a log stream that does not follow.</summary>
    LogEnd = 20,
}
