using System.Text;
using Lobsterd.Domain.Secrets;

namespace Lobsterd.Domain.Config;

/// <summary>How much a workload's definition may want: all of it fits into one message to an agent, which refuses more.</summary>
internal static class WorkloadRules
{
    private const int MostVariables = 256;
    private const int MostFiles = 32;
    private const int LongestFile = 32 << 10;
    private const int LongestTotal = 64 << 10;
    private const int MostCommands = 32;

    /// <summary>What is wrong with it: path below its own, what was found and what was expected.</summary>
    internal static IEnumerable<string> FaultsOf(WorkloadConfig workload)
    {
        foreach (var (command, words) in workload.Commands)
            if (words.Count == 0) yield return $"commands.{command}: empty, expected a program and its arguments";

        if (workload.Commands.Count > MostCommands) yield return $"commands: {workload.Commands.Count}, expected {MostCommands} at most";
        if (workload.Secrets.Count > SecretRules.Most) yield return $"secrets: {workload.Secrets.Count}, expected {SecretRules.Most} at most";
        if (workload.Environment.Count > MostVariables) yield return $"environment: {workload.Environment.Count}, expected {MostVariables} variables at most";
        if (workload.Environment.Sum(pair => BytesOf(pair.Key) + BytesOf(pair.Value)) > LongestTotal) yield return $"environment: too long, expected {LongestTotal} bytes at most";
        foreach (var key in workload.Secrets.Keys.Where(workload.Environment.ContainsKey)) yield return $"environment.{key}: also a secret, expected one of both";

        if (workload.Files.Count > MostFiles) yield return $"files: {workload.Files.Count}, expected {MostFiles} at most";
        foreach (var (path, file) in workload.Files)
            if (BytesOf(file.Content) > LongestFile) yield return $"files.{path}.content: too long, expected {LongestFile} bytes at most";
        if (workload.Files.Values.Sum(file => BytesOf(file.Content)) > LongestTotal) yield return $"files: too long, expected {LongestTotal} bytes in all at most";
    }

    private static int BytesOf(string text) => Encoding.UTF8.GetByteCount(text);
}
