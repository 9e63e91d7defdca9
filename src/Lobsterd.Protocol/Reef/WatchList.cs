namespace Lobsterd.Protocol.Reef;

/// <summary>How every tenant stands in the watchdog's eyes.</summary>
/// <param name="Mode"><c>on</c>, or <c>off</c>: then nothing is watched.</param>
/// <param name="Tenants">By name.</param>
public sealed record WatchList(string Mode, IReadOnlyList<WatchBody> Tenants);
