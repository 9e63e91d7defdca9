using System.Globalization;

namespace Lobsterd.Bench.Runner.Results;

/// <summary>Numbers without the digits that nobody measured.</summary>
internal static class Significant
{
    /// <summary>Rounds to six significant digits.</summary>
    internal static double Round(double value) => double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
