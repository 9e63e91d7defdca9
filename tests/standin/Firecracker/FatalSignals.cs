using System.Runtime.InteropServices;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker;

/// <summary>The signals that the real program handles: it logs, flushes its metrics and ends with that signal's code. SIGTERM, SIGINT and SIGQUIT have no handler.</summary>
internal sealed class FatalSignals : IDisposable
{
    private static readonly (int Signal, int Code)[] Codes = [(31, 148), (25, 151), (24, 154), (1, 156)];

    private readonly List<PosixSignalRegistration> registrations = [];

    internal FatalSignals(Log log, Metrics metrics)
    {
        foreach (var (signal, code) in Codes)
        {
            registrations.Add(PosixSignalRegistration.Create(signal == 1 ? PosixSignal.SIGHUP : (PosixSignal)signal, context =>
            {
                context.Cancel = true;
                log.Error($"Shutting down VM after intercepting signal {signal}, code 0.");
                metrics.Flush();
                Kernel.Exit(code);
            }));
        }
    }

    public void Dispose() => registrations.ForEach(registration => registration.Dispose());
}
