using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>What ought to be a guest's own, as a command in it reads it.</summary>
/// <param name="HostName">Its host name.</param>
/// <param name="MachineId">Its machine id.</param>
/// <param name="BootId">Its boot id.</param>
/// <param name="KernelBootId">The kernel's own, which lies beneath it and which a container in the guest would see: made when it is first read, so after the claim.</param>
/// <param name="Random">The first 4 KiB of random bytes that a command in it asks for.</param>
internal sealed record GuestIdentity(string HostName, string MachineId, string BootId, string KernelBootId, byte[] Random)
{
    private const int RandomBytes = 4_096;

    // Of 16 random bytes nobody finds the same twice; a generator that is a few draws ahead of its copy gives the same ones elsewhere.
    private const int Run = 16;

    /// <summary>Reads it; the random bytes first.</summary>
    /// <param name="execute">Runs a shell's line in the guest.</param>
    internal static async Task<GuestIdentity> ReadAsync(Func<string, Task<GuestCommand>> execute)
    {
        var random = await SayAsync(execute, $"head -c {RandomBytes} /dev/urandom");
        Assert.Equal(RandomBytes, random.Output.Length);
        return new GuestIdentity(
            (await SayAsync(execute, "cat /proc/sys/kernel/hostname")).Text,
            (await SayAsync(execute, "cat /etc/machine-id")).Text,
            (await SayAsync(execute, "cat /proc/sys/kernel/random/boot_id")).Text,
            (await SayAsync(execute, "mkdir -p /tmp/proc && mount -t proc proc /tmp/proc && cat /tmp/proc/sys/kernel/random/boot_id")).Text,
            random.Output);
    }

    /// <summary>Shows that two guests have nothing of it in common.</summary>
    internal static void AssertApart(GuestIdentity one, GuestIdentity other)
    {
        Assert.NotEqual(one.HostName, other.HostName);
        Assert.NotEqual(one.MachineId, other.MachineId);
        Assert.NotEqual(one.BootId, other.BootId);
        Assert.NotEqual(one.KernelBootId, other.KernelBootId);
        Assert.Empty(RunsOf(one.Random).Intersect(RunsOf(other.Random)));
    }

    private static IEnumerable<string> RunsOf(byte[] bytes) =>
        Enumerable.Range(0, bytes.Length - Run + 1).Select(at => Convert.ToHexString(bytes, at, Run));

    private static async Task<GuestCommand> SayAsync(Func<string, Task<GuestCommand>> execute, string line)
    {
        var told = await execute(line);
        Assert.True(told.Code == 0 && told.Output.Length > 0, $"{line}: {System.Text.Encoding.UTF8.GetString(told.Errors)}");
        return told;
    }
}
