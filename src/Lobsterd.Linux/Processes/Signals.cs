namespace Lobsterd.Linux.Processes;

/// <summary>Signal numbers of Linux on x86-64 (signal(7)).</summary>
public static class Signals
{
    /// <summary>SIGHUP</summary>
    public const int Hangup = 1;

    /// <summary>SIGINT</summary>
    public const int Interrupt = 2;

    /// <summary>SIGQUIT</summary>
    public const int Quit = 3;

    /// <summary>SIGABRT</summary>
    public const int Abort = 6;

    /// <summary>SIGKILL; cannot be caught</summary>
    public const int Kill = 9;

    /// <summary>SIGSEGV</summary>
    public const int SegmentationFault = 11;

    /// <summary>SIGUSR2; ends whoever does not handle it</summary>
    public const int UserSignal2 = 12;

    /// <summary>SIGPIPE; .NET ignores it in its own process</summary>
    public const int BrokenPipe = 13;

    /// <summary>SIGTERM</summary>
    public const int Terminate = 15;

    /// <summary>SIGCONT</summary>
    public const int Continue = 18;

    /// <summary>SIGSTOP; cannot be caught</summary>
    public const int Stop = 19;

    /// <summary>SIGXFSZ; a file grew beyond RLIMIT_FSIZE</summary>
    public const int FileSizeLimit = 25;

    /// <summary>SIGWINCH</summary>
    public const int WindowChanged = 28;

    /// <summary>SIGSYS; how seccomp kills</summary>
    public const int BadSystemCall = 31;
}
