using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Registry;

/// <summary>The ways in which reading or writing the registry can fail. None of them ever overwrites a file.</summary>
public static class RegistryErrors
{
    /// <summary>Neither the registry nor its previous generation can be read.</summary>
    public static readonly ErrorCode Damaged = new("registry.load.damaged", ErrorKind.NotReady);

    /// <summary>The registry was written by a newer lobsterd.</summary>
    public static readonly ErrorCode FromTheFuture = new("registry.load.newer", ErrorKind.NotReady);

    /// <summary>The registry contradicts itself: a slot or a name twice, a value out of range.</summary>
    public static readonly ErrorCode Inconsistent = new("registry.load.inconsistent", ErrorKind.NotReady);

    /// <summary>Another service holds the registry.</summary>
    public static readonly ErrorCode Held = new("registry.lock.held", ErrorKind.Conflict);

    /// <summary>The registry could not be written; the change did not happen.</summary>
    public static readonly ErrorCode WriteFailed = new("registry.write.failed", ErrorKind.Bug);
}
