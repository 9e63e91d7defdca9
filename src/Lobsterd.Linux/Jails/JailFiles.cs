namespace Lobsterd.Linux.Jails;

/// <summary>What the launcher keeps in the run folder of its VMM, and which descriptors it is started with.</summary>
public static class JailFiles
{
    /// <summary>How the VMM ended (<see cref="ExitRecord"/>); there as soon as the launcher has ended.</summary>
    public const string Exit = "exit.json";

    /// <summary>The end of what the VMM wrote to its standard output, the guest's console.</summary>
    public const string Console = "serial.log";

    /// <summary>The end of what the VMM wrote to its standard error.</summary>
    public const string Words = "stderr.log";

    /// <summary>Most bytes of either log.</summary>
    public const int LongestLog = 128 * 1024;

    /// <summary>The launcher's one argument where it reads a <see cref="JailerSpec"/> in place of a <see cref="JailSpec"/>.</summary>
    public const string ByJailer = "jailer";

    /// <summary>The descriptor from which the launcher reads its <see cref="JailSpec"/>.</summary>
    public const int SpecDescriptor = 3;

    /// <summary>The Unix socket on which it answers once with a <see cref="JailReport"/>, the VMM's pidfd beside it.</summary>
    public const int ReportDescriptor = 4;

    /// <summary>Most bytes of a spec.</summary>
    public const int LongestSpec = 256 * 1024;

    /// <summary>Most bytes of a report.</summary>
    public const int LongestReport = 16 * 1024;
}
