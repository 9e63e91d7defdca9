namespace Lobsterd.Standin.Firecracker.Rules;

/// <summary>One body: its fields in the order in which errors list them.</summary>
/// <param name="Name">As an error names it.</param>
/// <param name="Fields">All that it may hold.</param>
internal sealed record BodyRule(string Name, IReadOnlyList<FieldRule> Fields)
{
    internal FieldRule? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);
}
