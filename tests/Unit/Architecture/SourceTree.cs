using Lobsterd.Tests.Fixtures;

namespace Lobsterd.Tests.Unit.Architecture;

/// <summary>The checkout's own files, without what builds leave.</summary>
internal static class SourceTree
{
    private static readonly string[] Rooms = ["src", "guest", "tests", "benchmarks"];
    private static readonly string[] Shipped = ["src", "guest"];

    /// <summary>Every C# file.</summary>
    internal static IReadOnlyList<SourceFile> All { get; } = [.. Rooms.SelectMany(Read)];

    /// <summary>The C# files of what is shipped.</summary>
    internal static IReadOnlyList<SourceFile> Product { get; } = [.. All.Where(file => Shipped.Contains(file.Path.Split('/')[0]))];

    /// <summary>Fails with every offender at once.</summary>
    internal static void AssertNone(IEnumerable<string> offenders)
    {
        var found = offenders.ToArray();
        Xunit.Assert.True(found.Length == 0, string.Join('\n', found));
    }

    private static IEnumerable<SourceFile> Read(string room)
    {
        var folder = Path.Combine(RepositoryRoot.Path, room);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(part => part is "obj" or "bin"))
                .Order(StringComparer.Ordinal)
                .Select(path => new SourceFile(path, File.ReadAllLines(Path.Combine(RepositoryRoot.Path, path))))
            : [];
    }
}
