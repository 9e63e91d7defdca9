using System.Globalization;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Proofs;

/// <summary>What a proof counted, in the test's output.</summary>
internal static class Figures
{
    /// <summary>Writes a line.</summary>
    internal static void Tell(FormattableString line) => TestContext.Current.TestOutputHelper?.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
