using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>The process behind the API, on the host's own files, with the identity that the jail's user has in a user namespace of its own.</summary>
internal static class MachineProcess
{
    /// <summary>The host's files, as the jail shows them.</summary>
    internal const string Host = StandinChoice.Inside + "/host";

    /// <summary>Starts it; its end is ours.</summary>
    /// <param name="words">The program on the host and its arguments.</param>
    /// <param name="descriptors">Numbers that it shall have, and which of ours they are.</param>
    /// <param name="ended">Says the last word, given how the process ended, and returns our exit code.</param>
    /// <returns>Its pid.</returns>
    internal static int Start(IReadOnlyList<string> words, IReadOnlyList<(int Number, long Ours)> descriptors, Func<int, int> ended)
    {
        var userNamespace = Kernel.Open(StandinChoice.Inside + "/userns", 0);
        var child = Kernel.Fork();
        if (child == 0) Become(words, descriptors, userNamespace);
        if (userNamespace >= 0) Kernel.Close(userNamespace);
        if (child < 0) throw new Fault($"Start microvm error: stand-in: {IoText.Last}");
        new Thread(() => Kernel.Exit(ended(WaitFor(child))), 64 << 10) { IsBackground = true }.Start();
        return child;
    }

    // In the child of a fork: nothing but calls. The numbers are above all that are open, so that none is overwritten before it is copied.
    private static void Become(IReadOnlyList<string> words, IReadOnlyList<(int Number, long Ours)> descriptors, long userNamespace)
    {
        const int UserNamespace = 0x1000_0000;
        if (userNamespace >= 0 && Kernel.Call(308, (nint)userNamespace, UserNamespace) < 0) Kernel.Exit(125);
        for (var i = 0; i < descriptors.Count; i++) _ = Kernel.Call(33, (nint)descriptors[i].Ours, descriptors[i].Number);

        // A guest's mask is its own business, not its VMM's.
        _ = Kernel.Call(95, 0x12);
        _ = Kernel.Path(161, Host);
        _ = Kernel.Path(80, "/");
        Kernel.Execute(words[0], words);
        Kernel.Exit(127);
    }

    private static unsafe int WaitFor(int child)
    {
        var status = 0;
        _ = Kernel.Call(61, child, (nint)(&status));
        return status;
    }
}
