using System.Runtime.InteropServices;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Descriptors;

/// <summary>Turns the kernel's error numbers into errors; the only reader of <see cref="Marshal.GetLastPInvokeError"/>.</summary>
public static class Errno
{
    /// <summary>No such file or directory.</summary>
    public const int NoEntry = 2;

    /// <summary>No such process.</summary>
    public const int NoProcess = 3;

    /// <summary>Interrupted system call.</summary>
    public const int Interrupted = 4;

    /// <summary>Input/output error.</summary>
    public const int InputOutput = 5;

    /// <summary>Try again.</summary>
    public const int Again = 11;

    /// <summary>Device or resource busy.</summary>
    public const int Busy = 16;

    /// <summary>File exists.</summary>
    public const int Exists = 17;

    /// <summary>Invalid argument.</summary>
    public const int Invalid = 22;

    /// <summary>No buffer space: a netlink socket was told more than it holds.</summary>
    public const int NoBuffers = 105;

    /// <summary>The number that the last call of this thread left. Read it at once: the next import may overwrite it.</summary>
    public static int LastNumber => Marshal.GetLastPInvokeError();

    /// <summary>The last call's failure as an error.</summary>
    /// <param name="code">What was attempted.</param>
    /// <param name="subject">What it was attempted on: a path, an interface name.</param>
    /// <param name="hint">What a person can do about it.</param>
    public static LobsterError Last(ErrorCode code, string subject, string? hint = null) => Of(LastNumber, code, subject, hint);

    /// <summary>An error number as an error.</summary>
    /// <param name="number">errno, positive.</param>
    /// <param name="code">What was attempted.</param>
    /// <param name="subject">What it was attempted on.</param>
    /// <param name="hint">What a person can do about it.</param>
    public static LobsterError Of(int number, ErrorCode code, string subject, string? hint = null) =>
        new(code, $"{subject}: {Marshal.GetPInvokeErrorMessage(number)} (errno {number})", hint);
}
