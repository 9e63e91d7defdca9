namespace Lobsterd.Engine.Sagas;

/// <summary>The output of a step that leaves nothing for later ones.</summary>
public sealed record Nothing
{
    /// <summary>The only value.</summary>
    public static readonly Nothing Value = new();
}
