namespace Lobsterd.Bench.Runner.Pictures;

/// <summary>How a character of a terminal looks.</summary>
/// <param name="Colour">One of the sixteen colours, 0 to 15; null: the terminal's own.</param>
/// <param name="IsBold">Bold.</param>
/// <param name="IsDim">Fainter than usual.</param>
/// <param name="IsInverted">Ground and writing change places.</param>
public readonly record struct TerminalStyle(int? Colour, bool IsBold, bool IsDim, bool IsInverted)
{
    private const int FirstColour = 30;
    private const int FirstBright = 90;
    private const int Colours = 8;

    /// <summary>The style after one parameter of SGR (ECMA-48, 8.3.117); of the colours of the ground nothing is kept.</summary>
    internal TerminalStyle After(int parameter) => parameter switch
    {
        0 => default,
        1 => this with { IsBold = true },
        2 => this with { IsDim = true },
        7 => this with { IsInverted = true },
        22 => this with { IsBold = false, IsDim = false },
        27 => this with { IsInverted = false },
        39 => this with { Colour = null },
        >= FirstColour and < FirstColour + Colours => this with { Colour = parameter - FirstColour },
        >= FirstBright and < FirstBright + Colours => this with { Colour = parameter - FirstBright + Colours },
        _ => this,
    };
}
