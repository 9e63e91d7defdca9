using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Jails;

/// <summary>The ways in which jailing a VMM can fail.</summary>
public static class JailErrors
{
    /// <summary>The launcher was told something that it does not do.</summary>
    public static readonly ErrorCode SpecInvalid = new("jail.spec.invalid", ErrorKind.Invalid);

    /// <summary>The jail could not be built; the message says which part.</summary>
    public static readonly ErrorCode BuildFailed = new("jail.build.failed", ErrorKind.NotReady);

    /// <summary>The VMM could not be executed in its jail.</summary>
    public static readonly ErrorCode ExecFailed = new("jail.exec.failed", ErrorKind.NotReady);

    /// <summary>The jailer refused, or its VMM ended at once; its words are in the message.</summary>
    public static readonly ErrorCode JailerFailed = new("jail.jailer.failed", ErrorKind.NotReady);

    /// <summary>The launcher ended without an answer, or did not answer in its bound.</summary>
    public static readonly ErrorCode LauncherSilent = new("jail.launcher.silent", ErrorKind.Unavailable);
}
