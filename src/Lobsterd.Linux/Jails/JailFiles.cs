namespace Lobsterd.Linux.Jails;

/// <summary>What the launcher keeps in the run folder of its VMM, and how one speaks to it.</summary>
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

    /// <summary>The descriptor with which the launcher is started: a Unix socket that keeps messages apart. By it the launcher is told, once, what to start:
    /// <see cref="ByLauncher"/> or <see cref="ByJailer"/>, and with it a file that holds the spec and whatever the VMM gets, in the spec's order. On it it
    /// answers, once, with a <see cref="JailReport"/>, the VMM's pidfd beside it. It ends when nobody can tell it anything any more.</summary>
    public const int Socket = 3;

    /// <summary>What the launcher is told where it builds the jail itself; the file holds a <see cref="JailSpec"/>.</summary>
    public const string ByLauncher = "launcher";

    /// <summary>What the launcher is told where a jailer builds it; the file holds a <see cref="JailerSpec"/>.</summary>
    public const string ByJailer = "jailer";

    /// <summary>Most bytes of either word.</summary>
    public const int LongestWord = 16;

    /// <summary>Most bytes of a spec.</summary>
    public const int LongestSpec = 256 * 1024;

    /// <summary>Most bytes of a report.</summary>
    public const int LongestReport = 16 * 1024;
}
