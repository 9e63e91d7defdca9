using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Config;

/// <summary>The ways in which the configuration can be refused.</summary>
public static class ConfigErrors
{
    /// <summary>The configuration has faults; the message lists them all, each with its JSON path.</summary>
    public static readonly ErrorCode Invalid = new("config.load.invalid", ErrorKind.Invalid);

    /// <summary>The file exists and cannot be read.</summary>
    public static readonly ErrorCode Unreadable = new("config.load.unreadable", ErrorKind.NotReady);

    /// <summary>The root is not a usable path.</summary>
    public static readonly ErrorCode RootInvalid = new("config.root.invalid", ErrorKind.Invalid);
}
