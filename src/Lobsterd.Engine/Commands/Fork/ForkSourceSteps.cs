namespace Lobsterd.Engine.Commands.Fork;

/// <summary>The steps on the tenant that is copied.</summary>
/// <param name="Hold">Has it stand still.</param>
/// <param name="Copy">Copies it.</param>
/// <param name="Release">Lets it go on.</param>
/// <param name="Clear">Removes what the copies were made from.</param>
public sealed record ForkSourceSteps(HoldStep Hold, ForkCopyStep Copy, ReleaseStep Release, ForkClearStep Clear);
