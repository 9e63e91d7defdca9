namespace Lobsterd.Protocol.Edge;

/// <summary>The line that an edge sends as soon as a control connection stands.</summary>
/// <param name="Edge">Always <c>lobsterd</c>.</param>
/// <param name="Protocol">The newest protocol version that it speaks.</param>
/// <param name="Oldest">The oldest one.</param>
/// <param name="Version">The table's version: it grows by one with each change and outlives the process.</param>
public sealed record EdgeGreeting(string Edge, int Protocol, int Oldest, long Version)
{
    /// <summary>The value of <see cref="Edge"/>.</summary>
    public const string Name = "lobsterd";
}
