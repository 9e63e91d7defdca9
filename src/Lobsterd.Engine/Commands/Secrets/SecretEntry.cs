namespace Lobsterd.Engine.Commands.Secrets;

/// <summary>What may be told of a secret.</summary>
/// <param name="Key">Its key.</param>
/// <param name="SetAt">When it was set last.</param>
/// <param name="IsFile">Whether it reaches the workload as a file; as a variable otherwise.</param>
public sealed record SecretEntry(string Key, DateTimeOffset SetAt, bool IsFile);
