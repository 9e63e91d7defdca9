using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Routes;

/// <summary>A query parameter that a path takes; all of them may be left out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, one sentence.</param>
/// <param name="Shape">What its text stands for.</param>
/// <param name="IsRepeated">Whether it may be given more than once.</param>
public sealed record QueryParameter(string Name, string Description, QueryShape Shape, bool IsRepeated)
{
    /// <summary>A flag of a query; not given it is false. The guard has seen that it is one.</summary>
    public static bool Flag(IQueryCollection query, string name) => bool.TryParse(query[name], out var given) && given;

    /// <summary>Why a value is none of this parameter's, or null.</summary>
    internal string? WhyNot(string? value) => Shape == QueryShape.Flag && !bool.TryParse(value, out _) ? $"{Name} is true or false" : null;
}
