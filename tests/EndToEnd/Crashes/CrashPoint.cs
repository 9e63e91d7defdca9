namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>One break of a command.</summary>
/// <param name="Name">Which command, and what went wrong.</param>
/// <param name="IsPast">Whether nothing did: the command had ended well before anything could, and what it said must hold.</param>
internal sealed record CrashPoint(string Name, bool IsPast)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
