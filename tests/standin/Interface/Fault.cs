namespace Lobsterd.Standin.Interface;

/// <summary>A text that a stand-in ends with, or answers a request with. These programs only repeat the words of others, so an exception carries them.</summary>
/// <param name="message">The real program's text.</param>
/// <param name="debug">What it prints after <c>Error:</c>.</param>
#pragma warning disable CA1710 // it is called what the programs call it
public sealed class Fault(string message, string? debug = null) : Exception(message)
{
    public string Debug { get; } = debug ?? message;
}
#pragma warning restore CA1710
