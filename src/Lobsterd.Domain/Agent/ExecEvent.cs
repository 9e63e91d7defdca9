namespace Lobsterd.Domain.Agent;

/// <summary>What a running command sends back.</summary>
public abstract record ExecEvent
{
    private ExecEvent() { }

    /// <summary>Bytes of its standard output (or of its terminal).</summary>
    /// <param name="Data">1 byte to 64 KiB.</param>
    public sealed record Output(ReadOnlyMemory<byte> Data) : ExecEvent;

    /// <summary>Bytes of its standard error; never with a terminal.</summary>
    /// <param name="Data">1 byte to 64 KiB.</param>
    public sealed record Error(ReadOnlyMemory<byte> Data) : ExecEvent;

    /// <summary>It ended; nothing follows.</summary>
    /// <param name="Code">Its exit code, or 128 plus the signal's number.</param>
    public sealed record Exited(int Code) : ExecEvent;
}
