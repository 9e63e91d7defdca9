namespace Lobsterd.Standin.Firecracker.Rules;

/// <summary>One field of a body.</summary>
internal sealed record FieldRule(string Name, FieldType Type, Need Need, object? Default = null);
