using System.Text.RegularExpressions;
using System.Xml.Linq;
using Lobsterd.Tests.Unit.Architecture;

namespace Lobsterd.Tests.Unit.Reef.Document;

/// <summary>What the code says of its own types and members.</summary>
internal static partial class DocComments
{
    private static readonly Dictionary<string, XElement> Members = ShippedAssemblies.All
        .SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
        .DistinctBy(member => member.Attribute("name")!.Value)
        .ToDictionary(member => member.Attribute("name")!.Value);

    internal static string? OfType(Type type) => Members.TryGetValue($"T:{type.FullName}", out var member) ? InWords(member.Element("summary")) : null;

    /// <summary>A property's summary, or, where it is a record's parameter, what the record says of it.</summary>
    internal static string? OfProperty(Type type, string name)
    {
        if (Members.TryGetValue($"P:{type.FullName}.{name}", out var property)) return InWords(property.Element("summary"));
        return Members.TryGetValue($"T:{type.FullName}", out var record)
            ? InWords(record.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")!.Value == name))
            : null;
    }

    private static string? InWords(XElement? text) => text is null ? null : Spaces().Replace(string.Concat(text.Nodes().Select(node => node switch
    {
        XText words => words.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element => element.Attribute("cref")?.Value.Split('.')[^1] ?? element.Value,
        _ => "",
    })), " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
