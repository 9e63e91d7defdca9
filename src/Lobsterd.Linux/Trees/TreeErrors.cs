using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Trees;

/// <summary>The ways in which sending or taking a tree of files can fail.</summary>
public static class TreeErrors
{
    /// <summary>What came is no tree: an unknown kind, a name of more than one part, more left than entered.</summary>
    public static readonly ErrorCode Garbled = new("tree.stream.garbled", ErrorKind.Unavailable);

    /// <summary>The stream ended before the tree did; what was whole by then stays.</summary>
    public static readonly ErrorCode Cut = new("tree.stream.cut", ErrorKind.Unavailable);

    /// <summary>The tree has more bytes, entries or levels than the taker allows.</summary>
    public static readonly ErrorCode TooLarge = new("tree.size.exceeded", ErrorKind.Exhausted);

    /// <summary>Something is in the way at the target: a link, a device, a file where a folder comes or the reverse.</summary>
    public static readonly ErrorCode TargetRefused = new("tree.target.refused", ErrorKind.Conflict);

    /// <summary>There is no such file or folder to send, or no folder to take it into.</summary>
    public static readonly ErrorCode Missing = new("tree.path.missing", ErrorKind.NotFound);

    /// <summary>A file or folder could not be read or written; the message says why.</summary>
    public static readonly ErrorCode Failed = new("tree.act.failed", ErrorKind.NotReady);

    /// <summary>Links, devices, pipes, sockets, mounted or unreadable things were left out; all else was copied.</summary>
    public static readonly ErrorCode Skipped = new("tree.entries.skipped", ErrorKind.Unavailable);
}
