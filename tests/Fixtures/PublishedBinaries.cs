namespace Lobsterd.Tests.Fixtures;

/// <summary>The shipped binaries, as <c>build/publish</c> made them; tests that need one do not publish, since that takes seconds a piece.</summary>
public static class PublishedBinaries
{
    /// <summary>The launcher.</summary>
    public static string Launcher => Find("launcher", "lobsterd-launcher");

    /// <summary>The guest's static binary.</summary>
    public static string Guest => Find("guest", "lobsterd-guest");

    /// <summary>The command line.</summary>
    public static string Cli => Find("cli", "lobsterd");

    /// <summary>The service.</summary>
    public static string Service => Find("daemon", "lobsterd-service");

    /// <summary>The edge.</summary>
    public static string Edge => Find("edge", "lobsterd-edge");

    /// <summary>The null machine's program, test equipment.</summary>
    public static string NullMachine => Find("null", "lobsterd-null-vmm");

    /// <summary>The stand-in of Firecracker's jailer, test equipment.</summary>
    public static string Jailer => Find("foreign", "jailer");

    private static string Find(string folder, string program)
    {
        var path = Path.Combine(RepositoryRoot.Path, "artifacts", "publish", folder, program);
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is not there: run build/publish {folder}");
    }
}
