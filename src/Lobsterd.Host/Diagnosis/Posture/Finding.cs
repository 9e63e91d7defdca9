using Lobsterd.Domain.Diagnosis;

namespace Lobsterd.Host.Diagnosis.Posture;

/// <summary>What a look at the host found.</summary>
/// <param name="Status">As it should be or not; unknown when it cannot be told.</param>
/// <param name="Found">One sentence.</param>
internal sealed record Finding(CheckStatus Status, string Found)
{
    internal static Finding Good(string found) => new(CheckStatus.Ok, found);

    internal static Finding Bad(string found) => new(CheckStatus.Warn, found);

    internal static Finding Unknown(string why) => new(CheckStatus.Unknown, why);

    /// <summary>Good or bad.</summary>
    internal static Finding Of(bool isGood, string found) => isGood ? Good(found) : Bad(found);
}
