using Xunit;

namespace Lobsterd.Tests.Fixtures;

/// <summary>Compares what a test made with the file that someone has looked at and found right.</summary>
/// <remarks><c>LOBSTERD_APPROVE=1</c> writes the file instead; the look at its diff is the approval.</remarks>
public static class Approved
{
    /// <summary>Compares, line by line.</summary>
    /// <param name="path">Of the file, from the checkout's root on, e.g. <c>docs/errors.md</c>.</param>
    /// <param name="made">What was made.</param>
    public static void Match(string path, string made)
    {
        var file = Path.Combine(RepositoryRoot.Path, path);
        if (Environment.GetEnvironmentVariable("LOBSTERD_APPROVE") == "1")
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, made);
            return;
        }

        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        var line = FirstDifference(approved, made);
        Assert.True(line is null, $"{path}, line {line}, is not what was made; if what was made is right, approve it with LOBSTERD_APPROVE=1");
    }

    private static int? FirstDifference(string approved, string made)
    {
        var (before, after) = (approved.Split('\n'), made.Split('\n'));
        for (var line = 0; line < Math.Max(before.Length, after.Length); line++)
            if (before.ElementAtOrDefault(line) != after.ElementAtOrDefault(line)) return line + 1;
        return null;
    }
}
