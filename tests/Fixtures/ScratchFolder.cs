namespace Lobsterd.Tests.Fixtures;

/// <summary>A folder of a test's own, gone afterwards. Its path is short, since sockets live below it.</summary>
public sealed class ScratchFolder : IDisposable
{
    /// <summary>Absolute path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("lob-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
