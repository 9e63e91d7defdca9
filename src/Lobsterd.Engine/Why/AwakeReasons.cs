namespace Lobsterd.Engine.Why;

/// <summary>What keeps a tenant awake at this moment, or why there is nothing to keep awake.</summary>
/// <param name="Reasons">A sentence each, without a full stop; never empty.</param>
/// <param name="Evidence">What they were concluded from, by name.</param>
public sealed record AwakeReasons(IReadOnlyList<string> Reasons, IReadOnlyDictionary<string, string> Evidence);
