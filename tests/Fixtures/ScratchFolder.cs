namespace Lobsterd.Tests.Fixtures;

/// <summary>A folder of a test's own, gone afterwards. Its path is short, since sockets live below it.</summary>
public sealed class ScratchFolder : IDisposable
{
    /// <summary>Absolute path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("lob-").FullName;

    /// <summary>The path of something within it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
