namespace Lobsterd.Guest.Loop;

/// <summary>Brings continuations of awaited tasks back to the loop's thread.</summary>
internal sealed class LoopContext(EventLoop loop) : SynchronizationContext
{
    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => loop.Post(d, state);

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("the loop's thread is never waited for");

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;
}
