using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Diagnosis;

/// <summary>The ways in which the host's own safety stands in the way.</summary>
public static class PostureErrors
{
    /// <summary>The host is not as safe as the configuration demands.</summary>
    public static readonly ErrorCode Refused = new("host.posture.refused", ErrorKind.NotReady);

    /// <summary>A setting of the host could not be changed.</summary>
    public static readonly ErrorCode Unfixed = new("host.posture.unfixed", ErrorKind.NotReady);
}
