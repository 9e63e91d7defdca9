using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Access;

/// <summary>The ways in which a caller of the API can be turned away, and in which its doors and keys can fail.</summary>
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

    /// <summary>A token cannot be as it was asked for: its name, its scopes or its time.</summary>
    public static readonly ErrorCode TokenInvalid = new("access.token.invalid", ErrorKind.Invalid);

    /// <summary>A token of that name exists.</summary>
    public static readonly ErrorCode TokenExists = new("access.token.exists", ErrorKind.Conflict);

    /// <summary>There is no token of that name.</summary>
    public static readonly ErrorCode TokenUnknown = new("access.token.unknown", ErrorKind.NotFound);

    /// <summary>The file of the tokens cannot be read. No token is good until it is mended; it is never overwritten.</summary>
    public static readonly ErrorCode TokensDamaged = new("access.tokens.damaged", ErrorKind.NotReady);

    /// <summary>The file of the tokens could not be written; nothing was changed.</summary>
    public static readonly ErrorCode TokensUnwritten = new("access.tokens.unwritten", ErrorKind.Bug);

    /// <summary>The API may not listen there as it was asked to: beyond loopback without TLS, no address, a certificate without its key.</summary>
    public static readonly ErrorCode BuoyInvalid = new("access.buoy.invalid", ErrorKind.Invalid);

    /// <summary>Where the API listens was to be changed by a request over TCP.</summary>
    public static readonly ErrorCode BuoyRemote = new("access.buoy.remote", ErrorKind.Conflict);

    /// <summary>The API cannot listen there: the port is taken, the address is not this host's, the certificate cannot be read.</summary>
    public static readonly ErrorCode BuoyUnbound = new("access.buoy.unbound", ErrorKind.NotReady);

    /// <summary>The file that says where the API listens could not be read or written.</summary>
    public static readonly ErrorCode BuoyFile = new("access.buoy.file", ErrorKind.Bug);
}
