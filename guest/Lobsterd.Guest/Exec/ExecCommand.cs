using Lobsterd.Guest.Processes;
using Lobsterd.Guest.Streams;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Ptys;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Exec;

/// <summary>A command that runs for a client, with the ends of its pipes or of its terminal.</summary>
internal sealed class ExecCommand : IDisposable
{
    /// <summary>What a terminal takes for "no more input": control-D, unless the command changed it.</summary>
    private static readonly byte[] EndOfTransmission = [0x04];

    private readonly GuestProcess process;
    private readonly IByteStream input;
    private readonly Pty? terminal;

    private ExecCommand(GuestProcess process, IByteStream input, IReadOnlyList<ExecOutput> outputs, Pty? terminal) =>
        (this.process, this.input, Outputs, this.terminal) = (process, input, outputs, terminal);

    /// <summary>What it writes.</summary>
    internal IReadOnlyList<ExecOutput> Outputs { get; }

    /// <summary>How it ended, once it has.</summary>
    internal Task<ExitStatus> Exited => process.Exited;

    /// <summary>A command on three pipes.</summary>
    internal static ExecCommand OnPipes(GuestProcess process, IByteStream input, IByteStream output, IByteStream errors) =>
        new(process, input, [new ExecOutput(output, AgentFrameType.Output), new ExecOutput(errors, AgentFrameType.Error)], null);

    /// <summary>A command on a terminal.</summary>
    /// <param name="process">The command.</param>
    /// <param name="master">Our end of the terminal, for reading and writing; owns the terminal's descriptor.</param>
    /// <param name="terminal">The terminal itself.</param>
    internal static ExecCommand OnTerminal(GuestProcess process, IByteStream master, Pty terminal) =>
        new(process, master, [new ExecOutput(master, AgentFrameType.Output)], terminal);

    /// <summary>Carries what the client typed to the command, and its end.</summary>
    internal async Task CarryInputAsync(InputQueue queue, CancellationToken cancellationToken)
    {
        await queue.CarryAsync(input, cancellationToken);
        if (terminal is null) input.Dispose();
        else _ = await input.WriteAsync(EndOfTransmission, cancellationToken);
    }

    /// <summary>Sends a signal to what is in the terminal's foreground; without a terminal to the command's group.</summary>
    internal void Signal(int signal)
    {
        if (terminal is not null && terminal.Foreground().TryGetValue(out var group)) _ = ProcessGroup.Signal(group, signal);
        else process.Signal(signal);
    }

    /// <summary>Tells the terminal its size; nothing without a terminal.</summary>
    internal void Resize(int columns, int rows) => _ = terminal?.Resize(columns, rows);

    /// <summary>Kills the command and all that came of it.</summary>
    internal void KillAll() => process.KillAll();

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Dispose();
        input.Dispose();
        foreach (var output in Outputs) output.Stream.Dispose();
    }
}
