namespace Lobsterd.Protocol.Reef;

/// <summary>An image in the store.</summary>
/// <param name="Name">The recipe.</param>
/// <param name="Hash">Content hash.</param>
/// <param name="SizeBytes">Size of the squashfs.</param>
/// <param name="BuiltAt">When it was built (UTC).</param>
/// <param name="Workload">The workload that its tenants run unless asked otherwise.</param>
/// <param name="Port">That workload's port.</param>
/// <param name="UsedBy">How many tenants run it.</param>
public sealed record ImageBody(string Name, string Hash, long SizeBytes, DateTimeOffset BuiltAt, string? Workload, int? Port, int UsedBy);
