using System.Text.Json.Nodes;
using Lobsterd.Standin.Firecracker.Rules;
using Lobsterd.Standin.Firecracker.Vm;

namespace Lobsterd.Standin.Firecracker.Api;

/// <summary>One thing that can be asked.</summary>
/// <param name="Method">GET, PUT, PATCH or DELETE.</param>
/// <param name="Path">Without its first slash; <c>{}</c> is an id.</param>
/// <param name="When">In which states it is answered.</param>
/// <param name="Body">Its body's rule; null for none.</param>
/// <param name="Act">What it does.</param>
internal sealed record Endpoint(string Method, string Path, Stage When, BodyRule? Body, Func<MicroVm, JsonObject, Reply> Act)
{
    /// <summary>Whether asking it, even in vain, means that this VM boots and is not restored.</summary>
    internal bool IsBootPath { get; init; }

    /// <summary>The field that must equal the path's id.</summary>
    internal string? IdField { get; init; }

    /// <summary>Whether any JSON value does for a body.</summary>
    internal bool TakesAny { get; init; }

    /// <summary>Whether it may come without a body.</summary>
    internal bool BodyIsOptional { get; init; }
}
