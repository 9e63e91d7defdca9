namespace Lobsterd.Guest.ProcessMode;

/// <summary>The file that tells which calls would have changed the machine: a line each, the call's name, a space, its value.</summary>
internal sealed class CallRecord(string path)
{
    /// <summary>Notes a call.</summary>
    internal void Note(string call, string value) => File.AppendAllText(path, $"{call} {value}\n");
}
