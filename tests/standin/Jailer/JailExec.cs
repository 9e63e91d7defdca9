using System.Globalization;
using System.Text;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>The last steps: daemon, pid file, pid namespace, identity, exec. The child of a fork only makes calls.</summary>
internal static class JailExec
{
    private const long PidNamespace = 0x2000_0000;
    private const int WriteCreateExclusive = 0x1 | 0x40 | 0x80;
    private const int ReadableByAll = 0x1B6;
    private const int SetSession = 112;

    internal static void Start(JailPlan plan, StartClock started, long devNull)
    {
        if (plan.Daemonize) BecomeDaemon(devNull);
        if (!plan.NewPids)
        {
            WritePid(plan, (int)Kernel.Call(39));
            Execute(plan, started);
            return;
        }

        var leadsSession = Kernel.Call(124, 0) == Kernel.Call(39);
        var child = Kernel.Fork(PidNamespace);
        if (child < 0) throw new Fault($"Failed cloning into a new child process: {IoText.Last}", "Clone");
        if (child > 0)
        {
            WritePid(plan, child);
            return;
        }
        if (leadsSession) _ = Kernel.Call(SetSession);
        try
        {
            Execute(plan, started);
        }
        catch (Fault fault)
        {
            Kernel.Complain($"{fault.Message}\nError: {fault.Debug}\n");
            Kernel.Exit(1);
        }
    }

    private static void BecomeDaemon(long devNull)
    {
        if (Kernel.Fork() > 0) Kernel.Exit(0);
        _ = Kernel.Call(SetSession);
        if (Kernel.Fork() > 0) Kernel.Exit(0);
        for (var stream = 0; stream < 3; stream++) _ = Kernel.Call(33, (nint)devNull, stream);
        Kernel.Close(devNull);
    }

    private static void WritePid(JailPlan plan, int pid)
    {
        var file = $"/{plan.ExecName}.pid";
        var opened = Kernel.Open(file, WriteCreateExclusive, ReadableByAll);
        if (opened < 0) throw new Fault($"Failed to open file {file}: {IoText.Last}", $"FileOpen(\"{file}\")");
        _ = Kernel.Write(opened, Encoding.UTF8.GetBytes(pid.ToString(CultureInfo.InvariantCulture)));
        Kernel.Close(opened);
    }

    private static void Execute(JailPlan plan, StartClock started)
    {
        string[] words =
        [
            plan.ExecName, "--id", plan.Id, "--start-time-us", Text(started.Wall), "--start-time-cpu-us", Text(started.Cpu),
            "--parent-cpu-time-us", Text(StartClock.CpuMicroseconds), .. plan.Extra,
        ];
        _ = Kernel.Call(116, 0, 0);
        _ = Kernel.Call(119, (nint)plan.GroupId, (nint)plan.GroupId, (nint)plan.GroupId);
        _ = Kernel.Call(117, (nint)plan.UserId, (nint)plan.UserId, (nint)plan.UserId);
        Kernel.Execute("/" + plan.ExecName, words);
        throw new Fault($"Failed to exec into Firecracker: {IoText.Last}", "Exec");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
