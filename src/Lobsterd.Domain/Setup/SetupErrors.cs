using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Setup;

/// <summary>The ways in which preparing the host, or clearing it, can fail.</summary>
public static class SetupErrors
{
    /// <summary>A folder or file of lobsterd's could not be made or removed.</summary>
    public static readonly ErrorCode FileFailed = new("host.files.failed", ErrorKind.NotReady);

    /// <summary>Tenants are left; they must be evicted first.</summary>
    public static readonly ErrorCode TenantsLeft = new("host.uninit.tenants", ErrorKind.Conflict);

    /// <summary>A packed kernel was not found where it was told to be.</summary>
    public static readonly ErrorCode KernelUnusable = new("host.kernel.unusable", ErrorKind.NotReady);
}
