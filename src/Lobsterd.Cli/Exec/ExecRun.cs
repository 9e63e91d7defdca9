using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Terminals;

namespace Lobsterd.Cli.Exec;

/// <summary>Runs a command in a guest as if it were one here: streams, terminal, window size, Ctrl-C, exit code.</summary>
internal sealed class ExecRun(ReefClient client, Screen screen)
{
    private const int Input = 0;
    private const int Output = 1;

    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code.</returns>
    /// <error code="exec.session.lost">Guest or service went away.</error>
    internal async Task<Result<int, LobsterError>> RunAsync(ExecOptions options, CancellationToken cancellationToken)
    {
        var size = options.HasTerminal ? Terminal.SizeOf(Output) : null;
        if ((await ExecDoor.OpenAsync(client, options.ToPath(size), cancellationToken)).TryGetError(out var closed, out var socket)) return closed;
        using var session = new ExecSession(socket, screen);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Only now: until the guest took the command, Ctrl-C is ours.
        using var raw = options.HasTerminal && RawTerminal.Enter(Input).TryGetValue(out var entered) ? entered : null;
        using var signals = new SignalRelay(session, options.HasTerminal, stop.Token);

        // Reading a terminal cannot be called off; the read that is left over ends with the program.
        _ = options.IsInteractive ? session.SendInputAsync(stop.Token) : session.EndInputAsync(stop.Token);
        var ended = await session.ReceiveAsync(cancellationToken);
        await stop.CancelAsync();
        return ended;
    }

    /// <summary>Passes signals of ours on to the command.</summary>
    private sealed class SignalRelay : IDisposable
    {
        private readonly List<PosixSignalRegistration> registrations = [];

        internal SignalRelay(ExecSession session, bool hasTerminal, CancellationToken cancellationToken)
        {
            Relay(PosixSignal.SIGTERM, () => session.SignalAsync(Signals.Terminate, cancellationToken));
            if (!hasTerminal)
            {
                Relay(PosixSignal.SIGINT, () => session.SignalAsync(Signals.Interrupt, cancellationToken));
                Relay(PosixSignal.SIGQUIT, () => session.SignalAsync(Signals.Quit, cancellationToken));
                return;
            }

            registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGWINCH, context =>
            {
                context.Cancel = true;
                if (Terminal.SizeOf(Output) is var (columns, rows)) _ = session.ResizeAsync(columns, rows, cancellationToken);
            }));
        }

        public void Dispose()
        {
            foreach (var registration in registrations) registration.Dispose();
        }

        private void Relay(PosixSignal signal, Func<Task> send) => registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            _ = send();
        }));
    }
}
