namespace Lobsterd.Linux.Processes;

/// <summary>How a process ended; exactly one of the two is set, none when nobody could tell.</summary>
/// <param name="Code">Its exit code, 0 to 255.</param>
/// <param name="Signal">The signal that ended it.</param>
public readonly record struct ExitStatus(int? Code, int? Signal)
{
    /// <summary>Whether it exited with code 0.</summary>
    public bool IsSuccess => Code == 0;

    /// <summary>The code a shell would show: the exit code, or 128 and the signal; 255 when nobody could tell.</summary>
    public int ShellCode => Code ?? (Signal is { } signal ? 128 + signal : 255);

    /// <inheritdoc/>
    public override string ToString() => (Code, Signal) switch
    {
        ({ } code, _) => $"exit code {code}",
        (_, { } signal) => $"signal {signal}",
        _ => "unknown end",
    };
}
