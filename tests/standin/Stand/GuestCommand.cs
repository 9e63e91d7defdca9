namespace Lobsterd.Standin.Stand;

/// <summary>What a command in a guest said, and how it ended.</summary>
/// <param name="Code">Exit code; 128 and the signal's number where a signal ended it.</param>
/// <param name="Output">All of its standard output.</param>
/// <param name="Errors">All of its standard error.</param>
public sealed record GuestCommand(int Code, byte[] Output, byte[] Errors)
{
    /// <summary>Its standard output as text, without the last line's end.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Output).TrimEnd('\n');
}
