using Lobsterd.Domain.Layout;

namespace Lobsterd.Standin.Stand;

/// <summary>A temporary folder with a root in it, gone afterwards. Its path is short, since sockets live below it.</summary>
/// <remarks>A root's users are one range of some eight thousand, by its path: with hundreds of roots, several at a time, two would share one now and then,
/// and each would take the other's processes for its own. So no two of this process do.</remarks>
public sealed class RootFolder : IDisposable
{
    private static readonly HashSet<uint> UsersInUse = [];

    /// <summary>Makes one.</summary>
    /// <param name="name">The root's name in the folder; empty: the folder is the root.</param>
    public RootFolder(string name = "")
    {
        while (true)
        {
            Path = Directory.CreateTempSubdirectory("lob-").FullName;
            Paths = new LobsterdPaths(System.IO.Path.Combine(Path, name));
            lock (UsersInUse)
                if (UsersInUse.Add(Paths.Instance.EdgeUid)) return;
            Directory.Delete(Path);
        }
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>The root's layout; the root itself is made only where it is the folder.</summary>
    public LobsterdPaths Paths { get; }

    /// <summary>The path of something within the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        lock (UsersInUse) _ = UsersInUse.Remove(Paths.Instance.EdgeUid);
    }
}
