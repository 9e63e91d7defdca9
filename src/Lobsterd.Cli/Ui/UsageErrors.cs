using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Ui;

/// <summary>The ways in which the command line itself can be wrong.</summary>
public static class UsageErrors
{
    /// <summary>The arguments are not what the command takes.</summary>
    public static readonly ErrorCode ArgumentsInvalid = new("usage.arguments.invalid", ErrorKind.Invalid);

    /// <summary>A command that cannot be taken back wants <c>--yes</c> where nobody can be asked.</summary>
    public static readonly ErrorCode ConfirmationMissing = new("usage.confirmation.missing", ErrorKind.Invalid);

    /// <summary>A person said no.</summary>
    public static readonly ErrorCode Declined = new("usage.confirmation.declined", ErrorKind.Invalid);

    /// <summary>A file that an option names cannot be read.</summary>
    public static readonly ErrorCode FileUnreadable = new("usage.file.unreadable", ErrorKind.Invalid);

    /// <summary>A terminal was asked for where there is none.</summary>
    public static readonly ErrorCode TerminalMissing = new("usage.terminal.missing", ErrorKind.Invalid);
}
