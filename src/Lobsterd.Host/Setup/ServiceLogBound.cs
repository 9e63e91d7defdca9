using Lobsterd.Domain.Layout;

namespace Lobsterd.Host.Setup;

/// <summary>Bounds the log of a service without systemd while it runs: a long one is copied aside and emptied.</summary>
/// <remarks>Emptied, not replaced: the file is our standard error and perhaps a child's too, opened to append, so all of them go on at its new end.
/// What is written between copy and cut is lost.</remarks>
/// <param name="paths">Where the log lies.</param>
/// <param name="output">The link that says where our standard error goes; any other file is somebody else's to bound.</param>
public sealed class ServiceLogBound(LobsterdPaths paths, string output = "/proc/self/fd/2")
{
    /// <summary>How long it may get; the one before it is kept beside it.</summary>
    public const long MostBytes = 8 << 20;

    /// <summary>Sets the log aside if it is too long.</summary>
    /// <returns>Whether it did.</returns>
    public bool Keep()
    {
        if (!Succeeds(IsTooLong)) return false;
        // A full disk must not keep the log from being emptied.
        _ = Succeeds(Copy);
        return Succeeds(Empty);
    }

    private bool IsTooLong() =>
        new FileInfo(output).LinkTarget == paths.ServiceLog && new FileInfo(paths.ServiceLog) is { Exists: true, Length: > MostBytes };

    private bool Copy()
    {
        File.Copy(paths.ServiceLog, paths.ServiceLog + ".1", overwrite: true);
        return true;
    }

    private bool Empty()
    {
        using var file = new FileStream(paths.ServiceLog, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
        return true;
    }

    private static bool Succeeds(Func<bool> act)
    {
        try
        {
            return act();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
