namespace Lobsterd.Tests.Fixtures;

/// <summary>Finds the checkout that the tests run from, by its solution file.</summary>
public static class RepositoryRoot
{
    /// <summary>Absolute path of the checkout.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Lobsterd.slnx"))) return folder.FullName;
        throw new InvalidOperationException("the tests do not run from inside a checkout");
    }
}
