namespace Lobsterd.Cli.Ui;

/// <summary>A column of a <see cref="FittedTable"/>.</summary>
/// <param name="Title">Its head, in capitals.</param>
/// <param name="Weight">How long it stays on a narrow screen; the lowest goes first.</param>
/// <param name="MayWrap">Whether its cells may take several lines.</param>
/// <param name="IsColoured">Whether its cells are coloured by what they say.</param>
internal sealed record FittedColumn(string Title, int Weight, bool MayWrap = false, bool IsColoured = false);
