using Lobsterd.Domain.Config;
using Lobsterd.Domain.Snapshots;

namespace Lobsterd.Engine.Commands.Snap;

/// <summary>Decides which snaps of a tenant go by themselves.</summary>
public static class SnapRetention
{
    /// <summary>Those that go.</summary>
    /// <param name="snaps">All of one tenant's, newest first.</param>
    /// <param name="rule">The configured rule.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<Domain.Snapshots.Snap> Outdated(IReadOnlyList<Domain.Snapshots.Snap> snaps, SnapRetentionConfig rule, DateTimeOffset now)
    {
        // Whoever gave one a name wants to find it again.
        var loose = snaps.Where(snap => snap.Label is null).ToList();
        var outdated = new HashSet<SnapId>();
        if (rule.Count is { } most) outdated.UnionWith(loose.Skip(most).Select(snap => snap.Id));
        if (rule.Days is { } days) outdated.UnionWith(loose.Where(snap => now - snap.MadeAt > TimeSpan.FromDays(days)).Select(snap => snap.Id));
        return [.. loose.Where(snap => outdated.Contains(snap.Id))];
    }
}
