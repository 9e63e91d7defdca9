using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Xunit;
using Xunit.v3;

namespace Lobsterd.Tests.Fixtures;

/// <summary>Bounds every test of an assembly: one that hangs is cancelled, fails by its name, and says what ran on the machine, instead of
/// keeping the whole run until somebody ends that.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class BoundedAttribute : BeforeAfterTestAttribute
{
    // Twice what the longest of them takes on two busy processors.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, Timer> running = [];

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var context = TestContext.Current;
        running[test.UniqueID] = new Timer(_ => Give(context, test), state: null, Longest, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (running.TryRemove(test.UniqueID, out var timer)) timer.Dispose();
    }

    private static void Give(ITestContext context, IXunitTest test)
    {
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{test.TestDisplayName} has run for {Longest.TotalMinutes:0} minutes and is cancelled; what runs here:"));
        foreach (var line in Processes()) Console.Error.WriteLine(line);
        context.CancelCurrentTest();
    }

    // State and the kernel's function that it waits in say whether a process works, waits for another, or cannot end.
    private static IEnumerable<string> Processes()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            string line;
            try
            {
                var state = File.ReadLines(Path.Combine(folder, "status")).First(told => told.StartsWith("State:", StringComparison.Ordinal));
                var command = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
                line = $"  {Path.GetFileName(folder)} {state} {File.ReadAllText(Path.Combine(folder, "wchan"))} {command}";
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            yield return line;
        }
    }
}
