using Spectre.Console;

namespace Lobsterd.Cli.Tank;

/// <summary>A piece of a line in one style.</summary>
/// <param name="Text">Without control characters.</param>
/// <param name="Style">How it looks.</param>
internal readonly record struct TankSpan(string Text, Style Style)
{
    internal static TankSpan Plain(string text) => new(text, Style.Plain);
}
