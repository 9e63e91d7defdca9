using System.Collections.Concurrent;
using Lobsterd.Linux.Namespaces;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Tests.Host.Network;

/// <summary>A network namespace of a test's own, and the thread that lives in it. What is opened by an errand there stays of that namespace, whoever
/// uses it later; the namespace goes with the thread and the last such descriptor.</summary>
internal sealed class NetPlace : IDisposable
{
    private readonly BlockingCollection<Action> errands = [];

    internal NetPlace(string name) => new Thread(Live) { IsBackground = true, Name = name }.Start();

    /// <summary>Runs an errand in the namespace.</summary>
    internal Task<T> DoAsync<T>(Func<T> errand)
    {
        var task = new Task<T>(errand, TaskCreationOptions.RunContinuationsAsynchronously);
        errands.Add(() => task.RunSynchronously(TaskScheduler.Default));
        return task;
    }

    public void Dispose() => errands.CompleteAdding();

    private void Live()
    {
        var born = ThreadNamespaces.Unshare(NamespaceKinds.Network);
        if (born.IsSuccess) born = SwitchLoopbackOn();
        foreach (var errand in errands.GetConsumingEnumerable())
        {
            // Whoever waits for the first errand hears why there is no such place.
            if (born.IsFailure) throw new InvalidOperationException(born.Error.FullMessage);
            errand();
        }
    }

    private static CSharpFunctionalExtensions.UnitResult<Domain.Errors.LobsterError> SwitchLoopbackOn()
    {
        using var kernel = RtNetlink.Open().Value;
        return kernel.Apply(new RtBatch().ChangeLink(RtNetlink.IndexOf("lo").Value, new LinkChange { Up = true }));
    }
}
