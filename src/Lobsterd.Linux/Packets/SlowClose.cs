using System.Collections.Concurrent;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Packets;

/// <summary>Closes descriptors whose close the kernel lets wait, one after the other, on a thread that is started by the first of them and stays.</summary>
internal static class SlowClose
{
    private const int StackBytes = 64 << 10;

    private static readonly BlockingCollection<Fd> Waiting = Start();

    /// <summary>Closes it soon; returns at once.</summary>
    internal static void Add(Fd descriptor) => Waiting.Add(descriptor);

    private static BlockingCollection<Fd> Start()
    {
        var waiting = new BlockingCollection<Fd>();
        var thread = new Thread(() =>
        {
            foreach (var descriptor in waiting.GetConsumingEnumerable()) descriptor.Dispose();
        }, StackBytes)
        {
            IsBackground = true,
            Name = "slow close",
        };
        thread.Start();
        return waiting;
    }
}
