namespace Lobsterd.Standin.Firecracker.Rules;

/// <summary>One body: its fields in the order in which errors list them.</summary>
/// <param name="Name">As an error names it.</param>
/// <param name="Fields">All that it may hold.</param>
/// <param name="IsOpen">Whether the real program passes over unknown fields. The stand-in notes them as violations all the same.</param>
internal sealed record BodyRule(string Name, IReadOnlyList<FieldRule> Fields, bool IsOpen = false)
{
    internal FieldRule? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);
}
