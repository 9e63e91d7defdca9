using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Identity;

/// <summary>The ways in which a guest can fail to be who it was told to be, and nobody else.</summary>
public static class IdentityErrors
{
    /// <summary>The guest answers with something that another VM has answered with: it was not made unique.</summary>
    public static readonly ErrorCode Repeated = new("identity.proof.repeated", ErrorKind.Conflict);

    /// <summary>The guest has another name, address or clock than it was given.</summary>
    public static readonly ErrorCode Wrong = new("identity.proof.wrong", ErrorKind.Conflict);
}
