using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Descriptors;

/// <summary>The ways in which work on descriptors can fail.</summary>
public static class DescriptorErrors
{
    /// <summary>The kernel gave no new descriptor; mostly a limit of open files.</summary>
    public static readonly ErrorCode OpenFailed = new("descriptor.open.failed", ErrorKind.Exhausted);

    /// <summary>A path could not be opened.</summary>
    public static readonly ErrorCode PathFailed = new("descriptor.open.path", ErrorKind.NotReady);

    /// <summary>Reading from a descriptor failed.</summary>
    public static readonly ErrorCode ReadFailed = new("descriptor.read.failed", ErrorKind.Unavailable);

    /// <summary>Writing to a descriptor failed.</summary>
    public static readonly ErrorCode WriteFailed = new("descriptor.write.failed", ErrorKind.Unavailable);

    /// <summary>A flag, seal or other property of a descriptor could not be changed.</summary>
    public static readonly ErrorCode ControlFailed = new("descriptor.control.failed", ErrorKind.Bug);
}
