using System.Text.Json;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Limits;

namespace Lobsterd.Launcher;

/// <summary>What is left of us while the VMM runs: one thread that keeps its words and waits to record its end.</summary>
internal static class Supervisor
{
    private const int BufferBytes = 16 * 1024;
    private const int OwnerOnly = 0x180;

    /// <summary>Runs until the VMM has ended.</summary>
    /// <returns>Our exit code: 0 when its end was recorded.</returns>
    internal static int Run(JailedVmm jailed)
    {
        _ = ProcessControl.SetName("lobster-warden");
        var buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
        var pumps = new List<Pump>
        {
            new(jailed.Output.Console.ReadEnd, jailed.Output.ConsoleLog),
            new(jailed.Output.Words.ReadEnd, jailed.Output.WordsLog),
        };
        GC.Collect();

        while (!Readiness.WaitForAny([jailed.Vmm.Process.Descriptor, .. pumps.Select(pump => pump.Source)], out var ready) || !ready[0])
        {
            for (var i = pumps.Count - 1; i >= 0; i--)
            {
                if (ready[i + 1] && !pumps[i].Move(buffer)) pumps.RemoveAt(i);
            }
        }
        foreach (var pump in pumps) pump.MoveAll(buffer);

        var status = jailed.Vmm.Wait();
        var record = JsonSerializer.SerializeToUtf8Bytes(new ExitRecord(status.Code, status.Signal), JailJson.Default.ExitRecord);
        return VolatileFile.Replace(jailed.Output.Folder[JailFiles.Exit], record, OwnerOnly).IsSuccess ? 0 : 1;
    }

    /// <summary>One of the VMM's pipes and the log that it ends in.</summary>
    private sealed record Pump(Fd Source, BoundedLog Log)
    {
        /// <summary>Moves what is there, a buffer at most; false at the end.</summary>
        internal bool Move(byte[] buffer)
        {
            if (!Source.Read(buffer).TryGetValue(out var count) || count == 0) return false;
            if (count is { } some) Log.Append(buffer.AsSpan(0, some));
            return true;
        }

        /// <summary>Moves all that a dead writer left.</summary>
        internal void MoveAll(byte[] buffer)
        {
            while (Source.Read(buffer).TryGetValue(out var count) && count is { } some and > 0) Log.Append(buffer.AsSpan(0, some));
        }
    }
}
