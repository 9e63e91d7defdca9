using Lobsterd.Guest.Loop;

namespace Lobsterd.Tests.Unit.Guest.Loop;

/// <summary>A guest's loop on a thread of its own, beside the test that talks to what runs there.</summary>
public sealed class LoopThread : IAsyncDisposable
{
    private readonly EventLoop loop;
    private readonly Thread thread;
    private readonly TaskCompletionSource over = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LoopThread()
    {
        loop = EventLoop.Create(Faults.Add).Value;
        thread = new Thread(Run) { IsBackground = true };
        thread.Start();
    }

    /// <summary>Exceptions that nobody awaited.</summary>
    internal List<Exception> Faults { get; } = [];

    internal EventLoop Loop => loop;

    /// <summary>Runs something on the loop, and returns what it comes to.</summary>
    internal Task<T> RunAsync<T>(Func<Task<T>> act)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(_ => _ = CarryAsync(), null);
        return result.Task;

        async Task CarryAsync()
        {
            try
            {
                result.SetResult(await act());
            }
#pragma warning disable CA1031 // handed to the test, which awaits it
            catch (Exception exception)
#pragma warning restore CA1031
            {
                result.SetException(exception);
            }
        }
    }

    internal Task RunAsync(Func<Task> act) => RunAsync(async () =>
    {
        await act();
        return true;
    });

    internal Task<T> RunAsync<T>(Func<T> act) => RunAsync(() => Task.FromResult(act()));

    public async ValueTask DisposeAsync()
    {
        loop.Post(_ => over.SetResult(), null);
        await ended.Task;
        thread.Join();
        loop.Dispose();
    }

    private void Run()
    {
        _ = loop.Run(async () =>
        {
            await over.Task;
            return true;
        });
        ended.SetResult();
    }
}
