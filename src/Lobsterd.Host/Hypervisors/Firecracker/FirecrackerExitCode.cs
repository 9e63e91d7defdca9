namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>What Firecracker means by an exit code.</summary>
internal static class FirecrackerExitCode
{
    /// <summary>A clause, e.g. <c>its memory file was cut short, or huge pages ran out</c>; null for a code without a meaning of its own.</summary>
    internal static string? Meaning(int code) => code switch
    {
        0 => "the guest reset itself, after a reboot or a panic",
        1 => "an error of its own, which its log tells",
        2 or 148 => "a system call that its filter forbids",
        149 => "memory that is not there: a memory file was cut short, or huge pages ran out",
        150 => "an invalid memory access",
        151 => "a file over the size that it may write",
        152 => "a log level that it does not know",
        153 => "arguments that it does not know",
        154 => "more CPU time than it may use",
        156 => "a hang-up signal",
        157 => "an illegal instruction",
        _ => null,
    };
}
