using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Tenants;

/// <summary>The ways in which a request about a tenant can fail.</summary>
public static class TenantErrors
{
    /// <summary>The name is not a DNS label as lobsterd wants it.</summary>
    public static readonly ErrorCode NameInvalid = new("tenant.name.invalid", ErrorKind.Invalid);

    /// <summary>A tenant of that name exists already.</summary>
    public static readonly ErrorCode NameTaken = new("tenant.name.taken", ErrorKind.Conflict);

    /// <summary>No tenant of that name exists.</summary>
    public static readonly ErrorCode Unknown = new("tenant.name.unknown", ErrorKind.NotFound);

    /// <summary>The command needs a tenant that runs.</summary>
    public static readonly ErrorCode NotRunning = new("tenant.state.not-running", ErrorKind.Conflict);

    /// <summary>Another command works on the tenant and does not end within the wait.</summary>
    public static readonly ErrorCode Busy = new("tenant.lock.busy", ErrorKind.Conflict);

    /// <summary>A value is a VM's from its start, the tenant has a VM, and it may not be restarted.</summary>
    public static readonly ErrorCode NeedsRestart = new("tenant.change.needs-restart", ErrorKind.Conflict);

    /// <summary>A value of the request is outside its range.</summary>
    public static readonly ErrorCode SpecInvalid = new("tenant.spec.invalid", ErrorKind.Invalid);
}
