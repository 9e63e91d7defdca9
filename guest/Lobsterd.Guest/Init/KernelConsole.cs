using System.Text;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Guest.Init;

/// <summary>The machine's console, for what happens before there is a log, and for its last words.</summary>
internal static class KernelConsole
{
    /// <summary>Says one line.</summary>
    internal static void Say(string text)
    {
        if (!Fd.Open("/dev/console", OpenFlags.WriteOnly | OpenFlags.NoControllingTerminal).TryGetValue(out var opened)) return;
        using var console = opened;
        _ = console.Write(Encoding.UTF8.GetBytes($"lobsterd-guest: {text}\r\n"));
    }
}
