using System.Diagnostics;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>The machine without a kernel: the null VMM's program in a user namespace that the jail's user owns, its frames at the TAP that we opened.</summary>
internal sealed class NullMachine : IMachine
{
    private const int KillSignal = 62;
    private const int Stop = 19;
    private const int Continue = 18;
    private const int UserSignal = 10;
    private const int Tap = 240;
    private const string State = "/mnt/state.json";

    private readonly int child;

    private NullMachine(int child) => this.child = child;

    internal static NullMachine Start(StandinChoice choice, long tap, string? restore, Func<int, int> ended)
    {
        if (tap < 0) throw new Fault("Start microvm error: stand-in: the null machine wants a network interface");
        _ = Directory.CreateDirectory(MachineProcess.Host + "/mnt/root");
        _ = Kernel.ChangeMode(MachineProcess.Host + "/mnt/root", 0x1ED);
        if (restore is not null) File.WriteAllText(MachineProcess.Host + "/mnt/restore.json", restore);
        string[] words =
        [
            choice.Vmm!, $"fd:{Tap}", "eth0", choice.Guest!, "--process-mode", "--root", "/mnt/root", "--record", "/mnt/calls.log", "--state", State,
            "--ends-with", "parent", .. restore is null ? (string[])[] : ["--restore", "/mnt/restore.json"],
        ];
        return new NullMachine(MachineProcess.Start(words, [(Tap, tap)], ended));
    }

    public void Pause() => SignalAll(Stop);

    public void Resume() => SignalAll(Continue);

    public BlockCounts? Count() => null;

    /// <summary>Lets the guest write its state.</summary>
    public string Save()
    {
        const string File = MachineProcess.Host + State;
        System.IO.File.Delete(File);
        Resume();
        _ = Kernel.Call(KillSignal, child, UserSignal);
        var started = Stopwatch.GetTimestamp();
        using var never = new ManualResetEvent(false);
        while (!System.IO.File.Exists(File))
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(5)) throw new Fault("Create snapshot error: stand-in: the guest did not write its state");
            _ = never.WaitOne(1);
        }
        Pause();
        return System.IO.File.ReadAllText(File);
    }

    /// <summary>It has none of its own.</summary>
    public void SaveMemory(long file)
    {
    }

    // Everyone in our pid namespace but its first process, which we are. Anywhere else that would be everyone of the host's.
    private static void SignalAll(int signal)
    {
        if (Kernel.Call(39) != 1) throw new Fault("Internal VMM error: stand-in: the null machine is paused under --new-pid-ns only");
        _ = Kernel.Call(KillSignal, -1, signal);
    }
}
