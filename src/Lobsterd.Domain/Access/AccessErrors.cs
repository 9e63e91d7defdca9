using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Access;

/// <summary>The ways in which a caller of the API can be turned away.</summary>
public static class AccessErrors
{
    /// <summary>The caller said nothing of who they are, or with a token that is unknown, revoked or past its time.</summary>
    public static readonly ErrorCode TokenRefused = new("access.token.refused", ErrorKind.Forbidden);

    /// <summary>The caller lacks the scope that the path asks for.</summary>
    public static readonly ErrorCode ScopeMissing = new("access.scope.missing", ErrorKind.Forbidden);

    /// <summary>The caller's token is for other tenants.</summary>
    public static readonly ErrorCode TenantRefused = new("access.tenant.refused", ErrorKind.Forbidden);

    /// <summary>A pattern of tenants' names holds what no name can.</summary>
    public static readonly ErrorCode GlobInvalid = new("access.glob.invalid", ErrorKind.Invalid);
}
