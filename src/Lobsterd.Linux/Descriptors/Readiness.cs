namespace Lobsterd.Linux.Descriptors;

/// <summary>Waits for a few descriptors by blocking, for programs with one thread; others use <see cref="ReadinessLoop"/>.</summary>
public static class Readiness
{
    private const short In = 1;
    private const int Forever = -1;

    /// <summary>Blocks until a read from one of them would not block: data, the end, an error; for a pidfd, the process's end.</summary>
    /// <param name="descriptors">At least one.</param>
    /// <param name="ready">Which of them, in the same order.</param>
    /// <returns>Whether any is ready; false after an interruption.</returns>
    public static unsafe bool WaitForAny(ReadOnlySpan<Fd> descriptors, out bool[] ready)
    {
        var polled = stackalloc PollFd[descriptors.Length];
        for (var i = 0; i < descriptors.Length; i++) polled[i] = new PollFd { Descriptor = descriptors[i].Number, Events = In };
        var count = DescriptorCalls.Poll(polled, (nuint)descriptors.Length, Forever);
        ready = new bool[descriptors.Length];
        for (var i = 0; i < descriptors.Length; i++) ready[i] = count > 0 && polled[i].Returned != 0;
        return count > 0;
    }
}
