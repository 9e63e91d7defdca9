using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Secrets;

/// <summary>The ways in which work on a tenant's secrets can fail.</summary>
public static class SecretErrors
{
    /// <summary>The key is no variable's name, or the value is empty, too long or holds a zero byte.</summary>
    public static readonly ErrorCode Invalid = new("secret.value.invalid", ErrorKind.Invalid);

    /// <summary>The tenant has no secret of that key.</summary>
    public static readonly ErrorCode Unknown = new("secret.key.unknown", ErrorKind.NotFound);

    /// <summary>The tenant has as many secrets as it may have.</summary>
    public static readonly ErrorCode TooMany = new("secret.count.exhausted", ErrorKind.Exhausted);

    /// <summary>The file of secrets, or its key, is not as lobsterd wrote it.</summary>
    public static readonly ErrorCode Damaged = new("secret.file.damaged", ErrorKind.NotReady);

    /// <summary>The service ended before it had kept the secrets that a tenant was to be spawned with.</summary>
    public static readonly ErrorCode Lost = new("secret.spawn.lost", ErrorKind.Unavailable);

    /// <summary>The secrets could not be written or removed.</summary>
    public static readonly ErrorCode Unwritten = new("secret.file.unwritten", ErrorKind.NotReady);
}
