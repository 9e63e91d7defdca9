using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Forks;

/// <summary>The ways in which making copies of a tenant can fail.</summary>
public static class ForkErrors
{
    /// <summary>No names, too many, or one twice.</summary>
    public static readonly ErrorCode NamesInvalid = new("fork.names.invalid", ErrorKind.Invalid);

    /// <summary>The tenant cannot be copied in the state that it is in.</summary>
    public static readonly ErrorCode StateRefused = new("fork.state.refused", ErrorKind.Conflict);

    /// <summary>A file that copies are made from could not be written, copied or removed.</summary>
    public static readonly ErrorCode FileFailed = new("fork.file.failed", ErrorKind.Exhausted);
}
