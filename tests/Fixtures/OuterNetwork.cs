namespace Lobsterd.Tests.Fixtures;

/// <summary>The network that <c>build/sandbox</c> hides from the tests, for the few programs that have to fetch packages.</summary>
public static class OuterNetwork
{
    private static readonly string? Namespace = Environment.GetEnvironmentVariable("LOBSTERD_TEST_OUTER_NETNS");

    /// <summary>A program, and its arguments, that reaches that network.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="arguments">Its own.</param>
    public static (string Program, IReadOnlyList<string> Arguments) Reach(string program, params IReadOnlyList<string> arguments) =>
        Namespace is null ? (program, arguments) : ("/usr/bin/nsenter", ["--net=" + Namespace, "--", program, .. arguments]);

    /// <summary>Writes a script that runs a program so that it reaches that network, for whoever takes only a path.</summary>
    /// <param name="script">Absolute path of the script.</param>
    /// <param name="program">Absolute path.</param>
    /// <returns>The script's path.</returns>
    public static string WriteScript(string script, string program)
    {
        var (first, arguments) = Reach(program);
        File.WriteAllText(script, $"#!/bin/sh\nexec {string.Join(' ', [first, .. arguments])} \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return script;
    }
}
