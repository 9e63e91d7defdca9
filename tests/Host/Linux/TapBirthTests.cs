using CSharpFunctionalExtensions;
using Lobsterd.Linux.Namespaces;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Tun;
using Xunit;

namespace Lobsterd.Tests.Host.Linux;

/// <summary>A TAP that was just made is free for the program that it is made for, however many children are born meanwhile.</summary>
public sealed class TapBirthTests
{
    private const int Taps = 100;
    private const int Threads = 2;

    [Fact]
    public async Task a_tap_is_free_once_it_is_made_while_children_are_born()
    {
        using var enough = new CancellationTokenSource();
        var births = Enumerable.Range(0, Threads).Select(_ => OnThread(() => BearChildren(enough.Token))).ToList();
        try
        {
            await OnThread(MakeAndOpen);
        }
        finally
        {
            await enough.CancelAsync();
            await Task.WhenAll(births);
        }
    }

    // A thread that changes its namespace must end with it.
    private static Task OnThread(Action act) => Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void MakeAndOpen()
    {
        Assert.True(ThreadNamespaces.Unshare(NamespaceKinds.Network).IsSuccess);
        for (var number = 0; number < Taps; number++)
        {
            var opened = Tap.Create($"tap{number}", owner: 0).Bind(() => Tap.Open($"tap{number}", TapFlags.None));
            Assert.True(opened.TryGetValue(out var tap), opened.IsFailure ? opened.Error.FullMessage : "");
            tap.Dispose();
        }
    }

    private static void BearChildren(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            Assert.True(Spawner.StartUnwatched(new SpawnInput { Program = "/bin/true", Arguments = [], Environment = new Dictionary<string, string>() }).TryGetValue(out var child));
            using (child) _ = child.Wait();
        }
    }
}
