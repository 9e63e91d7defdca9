using Lobsterd.Bench;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The figure under way shall clear up after itself.
    pressed.Cancel = true;
    interrupted.Cancel();
};

try
{
    return await BenchCommand.RunAsync(args, interrupted.Token);
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    return 130;
}
