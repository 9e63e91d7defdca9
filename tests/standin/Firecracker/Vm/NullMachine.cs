using System.Diagnostics;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>The machine without a kernel: the null VMM's program in a user namespace that the jail's user owns, its frames at the TAP that we opened.</summary>
internal sealed class NullMachine
{
    private const int KillSignal = 62;
    private const int Stop = 19;
    private const int Continue = 18;
    private const int UserSignal = 10;
    private const string Host = StandinChoice.Inside + "/host";
    private const string State = "/mnt/state.json";

    private readonly int child;

    private NullMachine(int child) => this.child = child;

    internal static NullMachine Start(StandinChoice choice, long tap, string? restore, Log log, Metrics metrics)
    {
        if (tap < 0) throw new Fault("Start microvm error: stand-in: the null machine wants a network interface");
        _ = Directory.CreateDirectory(Host + "/mnt/root");
        _ = Kernel.ChangeMode(Host + "/mnt/root", 0x1ED);
        if (restore is not null) File.WriteAllText(Host + "/mnt/restore.json", restore);
        string[] words =
        [
            choice.Vmm!, "fd:3", "eth0", choice.Guest!, "--process-mode", "--root", "/mnt/root", "--record", "/mnt/calls.log", "--state", State,
            .. restore is null ? (string[])[] : ["--restore", "/mnt/restore.json"],
        ];
        var userNamespace = Kernel.Open(StandinChoice.Inside + "/userns", 0);
        var child = Kernel.Fork();
        if (child == 0) Become(words, tap, userNamespace);
        if (userNamespace >= 0) Kernel.Close(userNamespace);
        if (child < 0) throw new Fault($"Start microvm error: stand-in: {IoText.Last}");
        new Thread(() => WatchEnd(child, log, metrics), 64 << 10) { IsBackground = true }.Start();
        return new NullMachine(child);
    }

    internal static void Pause() => SignalAll(Stop);

    internal static void Resume() => SignalAll(Continue);

    /// <summary>Lets the guest write its state; it is paused before and after.</summary>
    internal string Save()
    {
        File.Delete(Host + State);
        Resume();
        _ = Kernel.Call(KillSignal, child, UserSignal);
        var started = Stopwatch.GetTimestamp();
        using var never = new ManualResetEvent(false);
        while (!File.Exists(Host + State))
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(5)) throw new Fault("Create snapshot error: stand-in: the guest did not write its state");
            _ = never.WaitOne(1);
        }
        Pause();
        return File.ReadAllText(Host + State);
    }

    private static void Become(string[] words, long tap, long userNamespace)
    {
        const int UserNamespace = 0x1000_0000;
        if (userNamespace >= 0 && Kernel.Call(308, (nint)userNamespace, UserNamespace) < 0) Kernel.Exit(125);
        if (tap == 3) _ = Kernel.Call(72, 3, 2, 0);
        else _ = Kernel.Call(33, (nint)tap, 3);
        // A guest's mask is its own business, not its VMM's.
        _ = Kernel.Call(95, 0x12);
        _ = Kernel.Path(161, Host);
        _ = Kernel.Path(80, "/");
        Kernel.Execute(words[0], words);
        Kernel.Exit(127);
    }

    private static void WatchEnd(int child, Log log, Metrics metrics)
    {
        _ = Kernel.Call(61, child);
        log.Info("Vmm is stopping.");
        metrics.Flush();
        log.Info("Firecracker exiting successfully. exit_code=0");
        Kernel.Exit(0);
    }

    // Everyone in our pid namespace but its first process, which we are. Anywhere else that would be everyone of the host's.
    private static void SignalAll(int signal)
    {
        if (Kernel.Call(39) != 1) throw new Fault("Internal VMM error: stand-in: the null machine is paused under --new-pid-ns only");
        _ = Kernel.Call(KillSignal, -1, signal);
    }
}
