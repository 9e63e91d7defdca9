using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Storage;

/// <summary>The ways in which storing a tenant's disk can fail.</summary>
public static class StorageErrors
{
    /// <summary>The file system has less room than the reserve asks for.</summary>
    public static readonly ErrorCode DiskExhausted = new("storage.disk.exhausted", ErrorKind.Exhausted);

    /// <summary>A file could not be read or written.</summary>
    public static readonly ErrorCode FileFailed = new("storage.file.failed", ErrorKind.Bug);
}
